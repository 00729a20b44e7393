"""What the public clock says of an ask, on fixed days."""

from datetime import date

import pytest

from budgeting.responses.actions import extend_ask, reopen_ask, stop_clock
from budgeting.responses.clock import Clock, clock_of
from budgeting.responses.models import Ask
from budgeting.workdays import Term
from portal.clock import pinned
from tests.budgeting.responses.asks import ASKED, DUE, answer, make_ask, noon
from tests.people import Cast


@pytest.fixture
def ask(cast: Cast) -> Ask:
    return make_ask(cast)


def clock_on(ask: Ask, on: date) -> Clock:
    ask = Ask.objects.get(pk=ask.pk)
    return clock_of(
        ask,
        responses=ask.responses.all(),
        extensions=ask.extensions.all(),
        reopening=getattr(ask, "reopening", None),
        on=on,
    )


def test_clock_shows_how_the_day_was_worked_out(ask: Ask) -> None:
    clock = clock_on(ask, date(2026, 3, 10))

    assert clock.received_on == ASKED
    assert clock.term == Term(ASKED, 10, DUE, (date(2026, 3, 3),))
    assert (clock.due_on, clock.answered_on, clock.next_word_on, clock.moves) == (DUE, None, None, ())


@pytest.mark.parametrize(
    ("on", "is_late", "days_late", "days_left"),
    [
        (date(2026, 3, 10), False, 0, 5),
        (date(2026, 3, 17), False, 0, 0),
        (date(2026, 3, 18), True, 1, 0),
        (date(2026, 3, 21), True, 3, 0),
        (date(2026, 3, 23), True, 4, 0),
    ],
)
def test_unanswered_ask_is_late_from_the_day_after_it_was_due(
    ask: Ask, on: date, is_late: bool, days_late: int, days_left: int
) -> None:
    clock = clock_on(ask, on)

    assert (clock.is_late, clock.is_overdue, clock.days_late, clock.days_left) == (
        is_late,
        is_late,
        days_late,
        days_left,
    )


@pytest.mark.parametrize(
    ("answered", "is_late", "days_late"), [(DUE, False, 0), (date(2026, 3, 18), True, 1), (date(2026, 3, 20), True, 3)]
)
def test_answered_ask_keeps_how_late_it_was(
    cast: Cast, ask: Ask, answered: date, is_late: bool, days_late: int
) -> None:
    answer(cast, ask, answered)

    clock = clock_on(ask, date(2026, 9, 1))

    assert (clock.due_on, clock.answered_on, clock.is_late, clock.days_late) == (DUE, answered, is_late, days_late)
    assert (clock.is_overdue, clock.days_left) == (False, 0)


def test_second_answer_does_not_change_when_the_first_came(cast: Cast, ask: Ask) -> None:
    answer(cast, ask, date(2026, 3, 16))
    answer(cast, ask, date(2026, 4, 20), outcome="done")

    assert clock_on(ask, date(2026, 5, 1)).answered_on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("on", "is_next_word_late", "days"),
    [(date(2026, 3, 27), False, 0), (date(2026, 3, 28), True, 0), (date(2026, 3, 31), True, 2)],
)
def test_promised_day_that_passes_is_overdue_again(
    cast: Cast, ask: Ask, on: date, is_next_word_late: bool, days: int
) -> None:
    answer(cast, ask, outcome="planned", next_update_on=date(2026, 3, 27))

    clock = clock_on(ask, on)

    assert (clock.is_late, clock.next_word_on) == (False, date(2026, 3, 27))
    assert (clock.is_next_word_late, clock.is_overdue, clock.next_word_days_late) == (
        is_next_word_late,
        is_next_word_late,
        days,
    )


def test_moved_day_is_due_and_the_calculation_stays(cast: Cast, ask: Ask) -> None:
    with pinned(noon(date(2026, 3, 10))):
        extend_ask(ask, by=cast.official, new_owed_on=date(2026, 3, 31), reason="Measuring")

    clock = clock_on(ask, date(2026, 3, 18))

    assert (clock.due_on, clock.term.end, clock.is_late) == (date(2026, 3, 31), DUE, False)
    assert [(move.old_owed_on, move.new_owed_on) for move in clock.moves] == [(DUE, date(2026, 3, 31))]


def test_ask_that_was_opened_again_counts_anew(cast: Cast, ask: Ask) -> None:
    answer(cast, ask, outcome="done")
    with pinned(noon(date(2026, 4, 6))):
        reopen_ask(Ask.objects.get(pk=ask.pk), by=cast.neighbour, reason="No")

    waiting = clock_on(ask, date(2026, 4, 7))
    assert (waiting.received_on, waiting.reopened_on) == (ASKED, date(2026, 4, 6))
    assert (waiting.term.start, waiting.due_on) == (date(2026, 4, 6), date(2026, 4, 23))
    assert (waiting.answered_on, waiting.is_late) == (None, False)

    answer(cast, Ask.objects.get(pk=ask.pk), date(2026, 4, 24), outcome="done", reason_ka="ახლა კი")
    answered = clock_on(ask, date(2026, 5, 1))
    assert (answered.answered_on, answered.is_late, answered.days_late) == (date(2026, 4, 24), True, 1)


def test_stopped_clock_owes_nothing(ask: Ask) -> None:
    stop_clock(ask)

    clock = clock_on(ask, date(2026, 9, 1))

    assert (clock.due_on, clock.is_late, clock.is_overdue, clock.days_late) == (None, False, False, 0)
