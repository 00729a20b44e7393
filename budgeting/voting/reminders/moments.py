"""When reminders are sent: so many hours before the vote ends."""

from datetime import timedelta

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from portal.clock import now

HOURS = (48, 6)


def hours_reached(cycle: Cycle) -> int | None:
    """The last moment that has come: 48, 6, or None when the end is further away than both."""
    left = cycle.voting_until_at - now()
    return min((hours for hours in HOURS if left <= timedelta(hours=hours)), default=None)


def takes_reminders(cycle: Cycle) -> bool:
    """Whether a contact left now would still be written to."""
    return cycle.stage == Stage.VOTING and hours_reached(cycle) != HOURS[-1]
