"""Locks between those who cast and those who close."""

from budgeting.cycles.models import Cycle
from portal.kept_sql import KeptQuery

DATES = ("voting_from_at", "voting_until_at", "voting_cleared_at", "voting_closed_at")
_held_dates = KeptQuery(lambda pk: Cycle.objects.filter(pk=pk).values_list(*DATES), is_shared_lock=True)


def hold_open(cycle: Cycle) -> None:
    """Keeps the close waiting until this transaction ends; any number may hold it at once.

    The dates of the vote are read anew with it: they may have changed while one waited here. Call it before
    the last look at the stage: a ballot is then sealed, or refused.
    """
    [dates] = _held_dates(cycle.pk)
    for name, date in zip(DATES, dates, strict=True):
        setattr(cycle, name, date)


def wait_for_casts(cycle: Cycle) -> None:
    """Waits until every ballot on its way is stored, and lets no other in before this transaction ends."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
