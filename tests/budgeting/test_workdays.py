"""Working days in Georgia, with the facts the holidays library states for 2025, 2026 and 2027."""

from datetime import UTC, date, datetime

import pytest

from budgeting.workdays import Term, is_working_day, term, working_days_between
from portal.clock import pinned, today

HOLIDAYS_2026 = [
    *((1, 1), (1, 2), (1, 7), (1, 19)),
    *((3, 3), (3, 8)),
    *((4, 9), (4, 10), (4, 11), (4, 12), (4, 13)),  # National Unity Day, then Good Friday to Easter Monday
    *((5, 9), (5, 12), (5, 17), (5, 26)),
    *((8, 28), (10, 14), (11, 23)),
]


@pytest.mark.parametrize(("month", "day"), HOLIDAYS_2026)
def test_public_holidays_of_2026_are_no_working_days(month: int, day: int) -> None:
    assert not is_working_day(date(2026, month, day))


def test_year_2026_has_248_working_days() -> None:
    # 261 days from Monday to Friday, of which 13 are holidays: the other five of the list fall on a weekend.
    weekdays = [date(2026, *day).weekday() for day in HOLIDAYS_2026]
    assert sum(weekday < 5 for weekday in weekdays) == 13
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 261 - 13


@pytest.mark.parametrize(
    ("easter", "day"),
    [(2025, date(2025, 4, 20)), (2026, date(2026, 4, 12)), (2027, date(2027, 5, 2))],
)
def test_easter_is_the_orthodox_one(easter: int, day: date) -> None:
    friday, monday = day.toordinal() - 2, day.toordinal() + 1
    assert [is_working_day(date.fromordinal(each)) for each in (friday - 1, friday, monday, monday + 1)] == [
        easter != 2026,  # in 2026 the Thursday before is National Unity Day
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("day", [date(2026, 10, 23), date(2026, 4, 6), date(2026, 12, 25)])
def test_days_that_are_no_holidays_in_georgia_count(day: date) -> None:
    assert is_working_day(day)  # an ordinary Friday; the Western Easter Monday and Christmas


@pytest.mark.parametrize(
    ("start", "days", "end", "holidays"),
    [
        pytest.param(date(2026, 3, 9), 1, date(2026, 3, 10), (), id="the day itself is not counted"),
        pytest.param(date(2026, 3, 13), 1, date(2026, 3, 16), (), id="over a weekend"),
        pytest.param(
            date(2026, 4, 8),
            1,
            date(2026, 4, 14),
            (date(2026, 4, 9), date(2026, 4, 10), date(2026, 4, 13)),
            id="Easter",
        ),
        pytest.param(date(2026, 4, 12), 1, date(2026, 4, 14), (date(2026, 4, 13),), id="starts on Easter Sunday"),
        pytest.param(
            date(2025, 12, 31),
            3,
            date(2026, 1, 8),
            (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 7)),
            id="new year",
        ),
        pytest.param(date(2026, 5, 25), 1, date(2026, 5, 27), (date(2026, 5, 26),), id="Independence Day"),
    ],
)
def test_term_ends_with_its_last_working_day(start: date, days: int, end: date, holidays: tuple[date, ...]) -> None:
    assert term(start, days) == Term(start, days, end, holidays)


@pytest.mark.parametrize("days", [0, -1])
def test_term_of_no_days_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        term(date(2026, 3, 9), days)


def test_term_and_counting_days_agree_all_through_a_year() -> None:
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        start = date.fromordinal(ordinal)
        assert working_days_between(start, term(start, 30).end) == 30


@pytest.mark.parametrize("end", [date(2026, 3, 9), date(2026, 3, 1)])
def test_no_working_day_lies_between_a_day_and_itself_or_an_earlier_one(end: date) -> None:
    assert working_days_between(date(2026, 3, 9), end) == 0


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 9, 19, 59, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 3, 9, 20, 0, tzinfo=UTC), date(2026, 3, 10)),
    ],
)
def test_day_changes_at_midnight_in_tbilisi(instant: datetime, day: date) -> None:
    with pinned(instant):
        assert today() == day
