"""How what was asked has been answered, in numbers: of an office, of a person in office, and each promise they made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from statistics import median

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from budgeting.responses.models import Ask, Extension, Response
from budgeting.workdays import working_days_between
from portal.clock import today


@dataclass(slots=True)
class Record:
    """The asks of one addressee. An ask that was withdrawn before an answer is in no count.

    `asked` is `on_time` + `late` + `waiting`, judged by the first answer; `overdue` are all that are owed a word today,
    the first or one that was promised; `moved` those whose day was moved at least once.
    """

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


@dataclass(frozen=True, slots=True)
class Given:
    """What a count needs to know of one answer."""

    at: datetime
    is_on_time: bool
    outcome: str
    next_update_on: date | None
    owed_on: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask that counts, with its answers from the first to the latest."""

    pk: int
    addressee: int
    asked_at: datetime
    owed_on: date | None
    is_moved: bool
    answers: list[Given]


def counted(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """Those that are in a record: a word is owed, or one was given."""
    return asks.filter(Q(owed_on__isnull=False) | Exists(Response.objects.filter(ask=OuterRef("pk"))))


def asked_with_answers(field: str, asks: QuerySet[Ask]) -> Iterator[Asked]:
    """What is counted of the asks, in one query; `field` of Ask names whom each is counted for."""
    of_ask = ("pk", field, "asked_at", "owed_on", "is_moved")
    of_answer = (f"responses__{name}" for name in ("answered_at", "is_on_time", "outcome", "next_update_on", "owed_on"))
    is_moved = Exists(Extension.objects.filter(ask=OuterRef("pk")))
    rows = asks.annotate(is_moved=is_moved).order_by("pk", "responses__answered_at", "responses__pk")
    rows = rows.values_list(*of_ask, *of_answer)
    for (pk, addressee, asked_at, owed_on, was_moved), group in groupby(rows.iterator(), lambda row: row[:5]):
        answers = [Given(*row[5:]) for row in group if row[5]]
        if answers or owed_on:
            yield Asked(pk, addressee, asked_at, owed_on, was_moved, answers)


def records_by(field: str, asks: QuerySet[Ask], *, into: Mapping[int, Record]) -> None:
    """Adds the asks to the records of their addressees, {id of `field`: record}, in one query."""
    for ask in asked_with_answers(field, asks):
        add_to(into[ask.addressee], ask)


def add_to(record: Record, ask: Asked) -> None:
    """Counts one ask."""
    record.asked += 1
    record.moved += ask.is_moved
    record.overdue += ask.owed_on is not None and ask.owed_on < today()
    if not ask.answers:
        record.waiting += 1
        return
    first = ask.answers[0]
    record.on_time += first.is_on_time
    record.late += not first.is_on_time
    record.days.append(working_days_between(localdate(ask.asked_at), localdate(first.at)))
