"""How a municipality answers: the section on a proposal's page, the public overdue list, and "not done"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import say_not_done
from budgeting.proposals.models import Proposal
from budgeting.responses.clock import clock_of
from budgeting.responses.forms import NotDoneForm
from budgeting.responses.models import Ask
from budgeting.responses.permissions import may_reopen_ask
from budgeting.responses.queries import answers_to, office_records, overdue_asks
from budgeting.responses.reopening import refusal_to_reopen
from budgeting.responses.subjects import Subject, subjects_of
from budgeting.views.csv_file import csv_file
from budgeting.views.kept import keeps_typed
from budgeting.views.loading import load_proposal
from budgeting.views.notices import say, show_refusal
from budgeting.workdays import working_days_between
from portal.accounts.roles import Person
from portal.clock import today
from portal.places.models import Municipality

PER_PAGE = 25
OFFICE_COLUMNS = (
    *("office_id", "office", "asked", "answered_on_time", "answered_late", "waiting", "overdue", "moved"),
    "median_working_days",
)
OVERDUE_COLUMNS = (
    *("office_id", "office", "title", "title_language", "asked_on", "due_on", "working_days_overdue", "address"),
)


def answer_context(reader: Person, proposal: Proposal) -> dict[str, Any]:
    """What the section about the municipality's answers shows; empty while nothing was asked."""
    if proposal.ask is None:
        return {"responses": []}
    return {
        **ask_context(reader, proposal.ask),
        "answering": proposal.cycle.municipality,
        "not_done_path": reverse("not_done", args=[proposal.address]),
    }


def ask_context(reader: Person, ask: Ask) -> dict[str, Any]:
    """The clock of an ask and the answers to it, as this reader gets them."""
    responses, reopening = answers_to(ask), getattr(ask, "reopening", None)
    extensions = ask.extensions.all()
    may_reopen = not reader.is_authenticated or may_reopen_ask(reader, ask)  # a stranger is led to sign in
    return {
        "responses": responses,
        "reopening": reopening,
        "clock": clock_of(ask, responses=responses, extensions=extensions, reopening=reopening, on=today()),
        "may_say_not_done": may_reopen and bool(responses) and not refusal_to_reopen(ask, responses[0]),
    }


@keeps_typed(*NotDoneForm.base_fields)
def not_done(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    """A resident says that what was answered is not done; a page of its own, so that nothing typed is lost."""
    proposal = load_proposal(request, pk)
    ask = proposal.ask
    if ask and not may_reopen_ask(request.user, ask):
        raise NotAllowed
    form = NotDoneForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        try:
            say_not_done(proposal, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Thank you. The municipality has been told and answers again."))
            return redirect("proposal", proposal.address)
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "form": form,
        "refusal": refusal_to_reopen(ask, ask.responses.first())
        if ask
        else _("The municipality has not answered yet."),
        "address_of": lambda: reverse("not_done", args=[proposal.address]),
    }
    return render(request, "budgeting/responses/not_done.html", context, status=422 if form.errors else 200)


@require_safe
def answers_page(request: HttpRequest, municipality: str) -> HttpResponse:
    place = _load(municipality)
    page = Paginator(overdue_asks(place), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "municipality": place,
        "records": office_records(place),
        "page": page,
        "rows": _rows(page.object_list),
        "query": "",
        "address_of": lambda: reverse("answers", args=[place.slug]),
    }
    return render(request, "budgeting/responses/answers.html", context)


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One overdue ask; `subject` is None where what was asked may not be read any more."""

    ask: Ask
    days: int
    subject: Subject | None


def _rows(asks: Iterable[Ask]) -> list[OverdueRow]:
    asks = list(asks)
    subjects = subjects_of(asks)
    return [OverdueRow(ask, working_days_between(ask.owed_on, today()), subjects.get(ask.pk)) for ask in asks]


@require_safe
def answers_csv(request: HttpRequest, municipality: str) -> HttpResponse:
    place = _load(municipality)
    rows = [
        (
            *(one.office.pk, one.office.name, one.asked, one.on_time, one.late, one.waiting, one.overdue, one.moved),
            "" if one.median_days is None else one.median_days,
        )
        for one in office_records(place)
    ]
    return csv_file(f"offices-{place.slug}-{today()}", OFFICE_COLUMNS, rows)


@require_safe
def overdue_csv(request: HttpRequest, municipality: str) -> HttpResponse:
    place = _load(municipality)
    rows = [
        (
            *(row.ask.office.pk, row.ask.office.name, *_named(row.subject)),
            *(localdate(row.ask.asked_at), row.ask.owed_on, row.days, _address(row.subject)),
        )
        for row in _rows(overdue_asks(place))
    ]
    return csv_file(f"overdue-{place.slug}-{today()}", OVERDUE_COLUMNS, rows)


def _named(subject: Subject | None) -> tuple[str, str]:
    return (subject.title.text, subject.title.language) if subject else ("", "")


def _address(subject: Subject | None) -> str:
    return settings.SITE_URL + subject.path if subject else ""


def _load(slug: str) -> Municipality:
    return get_object_or_404(Municipality.objects.filter(is_active=True), slug=slug)
