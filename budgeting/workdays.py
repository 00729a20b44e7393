"""Working days in Georgia: Monday to Friday without public holidays, movable ones of the Orthodox Easter included."""

from dataclasses import dataclass
from datetime import date, timedelta

from holidays import country_holidays

_holidays = country_holidays("GE")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline with its calculation: `days` working days after `start`, of which `holidays` did not count."""

    start: date
    days: int
    end: date
    holidays: tuple[date, ...]


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays


def term(start: date, days: int) -> Term:
    """The term that begins on the day after `start` and ends with its last working day. ValueError below one day.

    Source: Labour Code of Georgia (public holidays), as kept by the holidays library; General Administrative
    Code, chapter on terms: the day of the event itself is not counted. Days off that the Government gives by a
    decree of its own for one year are free days here only once the library knows them.
    """
    if days < 1:
        raise ValueError("A term has at least one working day.")
    end, left, passed = start, days, []
    while left:
        end += _DAY
        if is_working_day(end):
            left -= 1
        elif end.weekday() < 5:
            passed.append(end)
    return Term(start, days, end, tuple(passed))


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 if `end` is not later."""
    return sum(is_working_day(start + _DAY * step) for step in range(1, (end - start).days + 1))


def last_start(end: date, days: int) -> date:
    """The last day whose term of `days` working days is over with `end`: the twin of `term`, backwards."""
    start, left = end, days
    while left:
        left -= is_working_day(start)
        start -= _DAY
    return start
