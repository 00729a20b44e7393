"""Public accountability: what an office, and a person in office, were asked, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from budgeting.responses.accountability import account_of
from budgeting.responses.models import Ask, DutyBearer, Office, Response
from budgeting.responses.queries import open_offices
from budgeting.responses.records import counted
from budgeting.responses.subjects import Subject, subjects_of
from budgeting.views.csv_file import csv_file
from budgeting.workdays import working_days_between
from portal.clock import today

PER_PAGE = 25
COLUMNS = (
    *("title", "title_language", "address", "municipality", "asked_on", "due_on", "first_answered_on", "on_time"),
    *("latest_outcome", "latest_answered_on", "next_word_on", "working_days_overdue"),
)


@dataclass(frozen=True, slots=True)
class AskRow:
    """One ask as the list shows it; `subject` is None where what was asked may not be read any more."""

    ask: Ask
    subject: Subject | None
    first: Response | None
    latest: Response | None
    days_overdue: int

    @property
    def due_on(self) -> date | None:
        """The day by which the first word was owed, as far as it was moved."""
        return self.first.owed_on if self.first else self.ask.owed_on


@require_safe
def office_page(request: HttpRequest, pk: int) -> HttpResponse:
    office = load_office(pk)
    asks = Ask.objects.filter(office=office)
    context = {
        "office": office,
        "officials": office.duty_bearers.filter(is_active=True),
        "csv": reverse("office_csv", args=[pk]),
        "address_of": lambda: reverse("office", args=[pk]),
    }
    return _page(request, "office", asks, context)


@require_safe
def office_csv(request: HttpRequest, pk: int) -> HttpResponse:
    load_office(pk)
    return _csv(f"office-{pk}", Ask.objects.filter(office=pk))


@require_safe
def official_page(request: HttpRequest, pk: int) -> HttpResponse:
    official = _load_official(pk)
    asks = Ask.objects.filter(duty_bearer=official)
    context = {
        "official": official,
        "office": official.office,
        "csv": reverse("official_csv", args=[pk]),
        "address_of": lambda: reverse("official", args=[pk]),
    }
    return _page(request, "official", asks, context)


@require_safe
def official_csv(request: HttpRequest, pk: int) -> HttpResponse:
    _load_official(pk)
    return _csv(f"official-{pk}", Ask.objects.filter(duty_bearer=pk))


def load_office(pk: int) -> Office:
    return get_object_or_404(open_offices().select_related("municipality"), pk=pk)


def _load_official(pk: int) -> DutyBearer:
    open_to_all = DutyBearer.objects.filter(office__in=open_offices())
    return get_object_or_404(open_to_all.select_related("office__municipality"), pk=pk)


def _page(request: HttpRequest, name: str, asks: QuerySet[Ask], context: dict[str, Any]) -> HttpResponse:
    account = account_of(asks)
    page = _Counted(listed_asks(asks), PER_PAGE, asked=account.asked).get_page(request.GET.get("page"))
    promised = Paginator(account.commitments, PER_PAGE).get_page(request.GET.get("commitments"))
    listed = list(page.object_list)
    promising = Ask.objects.filter(pk__in={one.ask for one in promised} - {ask.pk for ask in listed})
    subjects = subjects_of([*listed, *promising])
    context |= {
        "account": account,
        "outcomes": account.outcomes.items(),
        "kept": account.kept.items(),
        "commitments": promised,
        "promised": [(one, subjects.get(one.ask)) for one in promised],
        "page": page,
        "rows": ask_rows(listed, subjects),
        "query": "",
        "has_one_place": context["office"].municipality_id is not None,
    }
    return render(request, f"budgeting/responses/{name}.html", context)


class _Counted(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, *args: Any, asked: int) -> None:
        super().__init__(*args)
        self.count = asked


def listed_asks(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """What is counted in the record, the newest first, with all that a row shows."""
    shown = Response.objects.only("ask", "outcome", "answered_at", "is_on_time", "owed_on", "office")
    answers = Prefetch("responses", shown.order_by("answered_at", "pk"), to_attr="given")
    related = counted(asks).select_related("municipality", "office").prefetch_related(answers)
    return related.order_by("-asked_at", "-pk")


def ask_rows(asks: Iterable[Any], subjects: dict[int, Subject]) -> list[AskRow]:
    return [
        AskRow(
            ask,
            subjects.get(ask.pk),
            ask.given[0] if ask.given else None,
            ask.given[-1] if ask.given else None,
            working_days_between(ask.owed_on, today()) if ask.is_overdue else 0,
        )
        for ask in asks
    ]


def _csv(name: str, asks: QuerySet[Ask]) -> HttpResponse:
    listed = list(listed_asks(asks))
    rows = [_cells(row) for row in ask_rows(listed, subjects_of(listed))]
    return csv_file(f"{name}-{today()}", COLUMNS, rows)


def _cells(row: AskRow) -> tuple[object, ...]:
    subject, first, latest = row.subject, row.first, row.latest
    return (
        *((subject.title.text, subject.title.language) if subject else ("", "")),
        settings.SITE_URL + subject.path if subject else "",
        row.ask.municipality.name,
        localdate(row.ask.asked_at),
        row.due_on or "",
        *((localdate(first.answered_at), int(first.is_on_time)) if first else ("", "")),
        *((latest.outcome, localdate(latest.answered_at)) if latest else ("", "")),
        (row.ask.owed_on if latest else None) or "",
        row.days_overdue,
    )
