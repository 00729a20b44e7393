"""The public clock of an ask: by when an answer was owed, how that day was found, and whether it was kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from budgeting.responses.models import Ask, Extension, Reopening, Response
from budgeting.workdays import Term, term, working_days_between


@dataclass(frozen=True, slots=True)
class Clock:
    """The lines a reader gets, all of them days in Tbilisi; counts are working days.

    `term` is the calculation since the clock last started, and `due_on` where moves have left it (None when nothing
    is owed any more). `next_word_on` is what an answer promised. A count of 0 says that only free days lie between.
    """

    received_on: date
    reopened_on: date | None
    term: Term
    moves: tuple[Extension, ...]
    due_on: date | None
    answered_on: date | None
    is_late: bool
    days_late: int
    days_left: int
    next_word_on: date | None
    is_next_word_late: bool
    next_word_days_late: int

    @property
    def is_overdue(self) -> bool:
        """Whether a word is owed now and its day has passed."""
        return (self.is_late and self.answered_on is None) or self.is_next_word_late


def clock_of(
    ask: Ask,
    *,
    responses: Iterable[Response],
    extensions: Iterable[Extension],
    reopening: Reopening | None,
    on: date,
) -> Clock:
    """The clock as it stands `on` a day. Looks nothing up."""
    again_at = reopening.at if reopening else None
    answers = sorted(
        (one for one in responses if _is_since(one.answered_at, again_at)), key=lambda one: one.answered_at
    )
    first = answers[0] if answers else None
    due_on = first.owed_on if first else ask.owed_on
    reached_on = localdate(first.answered_at) if first else on
    next_word_on = ask.owed_on if first else None
    return Clock(
        received_on=localdate(ask.asked_at),
        reopened_on=localdate(again_at) if again_at else None,
        term=term(ask.started_on, ask.term_days),
        moves=tuple(extensions),
        due_on=due_on,
        answered_on=reached_on if first else None,
        is_late=due_on is not None and reached_on > due_on,
        days_late=working_days_between(due_on, reached_on) if due_on else 0,
        days_left=working_days_between(on, due_on) if due_on and not first else 0,
        next_word_on=next_word_on,
        is_next_word_late=next_word_on is not None and next_word_on < on,
        next_word_days_late=working_days_between(next_word_on, on) if next_word_on else 0,
    )


def _is_since(moment: datetime, start: datetime | None) -> bool:
    return start is None or moment >= start
