"""Votes with outages in them."""

from datetime import datetime, timedelta

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from budgeting.voting.extending.actions import move_extension, record_outage, second_extension
from budgeting.voting.extending.models import ExtensionCode, Outage, VoteExtension
from portal.clock import pinned
from tests.people import Cast

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def move(cast: Cast, cycle: Cycle, until_at: datetime, *, reason: str = "The road was closed.") -> Motion:
    return move_extension(cycle, by=cast.official, until_at=until_at, code=ExtensionCode.WEATHER, reason=reason)


def extend(cast: Cast, cycle: Cycle, until_at: datetime) -> VoteExtension:
    extension = second_extension(move(cast, cycle, until_at), by=cast.other_official)
    cycle.refresh_from_db()
    return extension


def down(cast: Cast, cycle: Cycle, from_at: datetime, length: timedelta) -> Outage:
    """An outage, recorded a minute after it was over."""
    with pinned(from_at + length + MINUTE):
        return record_outage(cycle, by=cast.official, from_at=from_at, until_at=from_at + length)
