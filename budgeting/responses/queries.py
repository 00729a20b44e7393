"""Reading asks: what is owed to whom, and how each office keeps its word."""

from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from budgeting.responses.models import Ask, Extension, Office, Response
from budgeting.workdays import working_days_between
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as
from portal.clock import today
from portal.places.models import Municipality


@dataclass(slots=True)
class OfficeRecord:
    """How one office has answered. An ask that was withdrawn before an answer is in no count.

    `asked` is `on_time` + `late` + `waiting`, judged by the first answer; `overdue` are all that are owed a word today,
    the first or one that was promised; `moved` those whose day was moved at least once.
    """

    office: Office
    asked: int = 0
    on_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0
    moved: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def median_days(self) -> float | None:
        """Working days from the question to the first answer, of the middle one of those answered."""
        return median(self.days) if self.days else None


def office_records(municipality: Municipality) -> list[OfficeRecord]:
    """The record of each office that answers or has been asked, in three queries."""
    records = {office.pk: OfficeRecord(office) for office in municipality.offices.all()}
    first = _first_answers(municipality)
    asks = Ask.objects.filter(municipality=municipality).annotate(
        is_moved=Exists(Extension.objects.filter(ask=OuterRef("pk")))
    )
    facts = asks.values_list("pk", "office", "asked_at", "owed_on", "is_moved")
    for pk, office, asked_at, owed_on, is_moved in facts.iterator():
        if pk in first or owed_on:
            _add(records[office], asked_at, owed_on, is_moved, first.get(pk))
    return [record for record in records.values() if record.asked or record.office.is_active]


def _first_answers(municipality: Municipality) -> dict[int, tuple[datetime, bool]]:
    """{ask_pk: (when it was first answered, whether on time)}"""
    answers = Response.objects.filter(ask__municipality=municipality).order_by("-answered_at", "-pk")
    return {ask: (at, is_on_time) for ask, at, is_on_time in answers.values_list("ask", "answered_at", "is_on_time")}


def _add(
    record: OfficeRecord, asked_at: datetime, owed_on: date | None, is_moved: bool, answer: tuple[datetime, bool] | None
) -> None:
    record.asked += 1
    record.moved += is_moved
    record.overdue += owed_on is not None and owed_on < today()
    if answer is None:
        record.waiting += 1
        return
    answered_at, is_on_time = answer
    record.on_time += is_on_time
    record.late += not is_on_time
    record.days.append(working_days_between(localdate(asked_at), localdate(answered_at)))


def overdue_asks(municipality: Municipality) -> QuerySet[Ask]:
    """Those whose office owes a word since an earlier day, by office, the longest overdue first."""
    owed = Ask.objects.filter(municipality=municipality, owed_on__lt=today())
    return owed.select_related("office").order_by("office", "owed_on", "pk")


def owed_asks(user: Person) -> QuerySet[Ask]:
    """What this official's municipalities owe an answer to, the overdue first and then by the day it is owed."""
    owed = Ask.objects.filter(municipality__in=places_as(user, RoleKind.OFFICIAL), owed_on__isnull=False)
    owed = owed.exclude(asked_by=user.pk)  # as `may_answer_ask`
    return owed.select_related("municipality", "office").order_by("owed_on", "pk")


def answers_to(ask: Ask) -> list[Response]:
    """All answers to the ask with their office and earlier words, the latest first."""
    return list(ask.responses.select_related("office").prefetch_related("edits"))
