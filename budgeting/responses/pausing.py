"""Clocks that stand still while what was asked is hidden by no doing of the office, and go on when it is back."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from budgeting.responses.actions import stop_clock
from budgeting.responses.models import Ask
from budgeting.workdays import term, working_days_between
from portal.clock import today


def pause_clocks(asks: QuerySet[Ask]) -> dict[str, str]:
    """Nothing is owed to these asks for now; returns {ask: the day by which a word was owed}, for `resume_clocks`.

    Call it in a transaction. Asks that are owed nothing are left alone.
    """
    owed = {}
    for ask in asks.filter(owed_on__isnull=False).select_for_update(of=("self",)):
        owed[str(ask.pk)] = str(ask.owed_on)
        stop_clock(ask)
    return owed


def resume_clocks(owed: Mapping[str, str], *, paused_on: date) -> None:
    """The clocks go on where they stood: every day is later by the working days that have passed since `paused_on`.

    So an office has as many days left, or is as many late, as it was. An ask whose clock runs again is left alone.
    """
    away = working_days_between(paused_on, today())
    for ask in Ask.objects.filter(pk__in=owed, owed_on__isnull=True).select_for_update():
        ask.started_on = _later(ask.started_on, away)
        ask.owed_on = _later(date.fromisoformat(owed[str(ask.pk)]), away)
        ask.save(update_fields=["started_on", "owed_on"])


def _later(day: date, working_days: int) -> date:
    return term(day, working_days).end if working_days else day
