"""Entering the roll: one entry a person, however many requests come at once."""

from datetime import date

from django.db import connection

from budgeting.cycles.models import Cycle
from budgeting.voting.models import Channel, Roll
from portal.clock import today

# The ORM can leave out what is there already, and does not say whether it has. A refused insertion (an
# IntegrityError) would say so, but would write the voter's key and the time into PostgreSQL's log.
_ENTER = f"""
    INSERT INTO {Roll._meta.db_table} (cycle_id, voter_key, method, channel, area_id, booth_id, voted_on)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (cycle_id, voter_key) DO NOTHING
"""  # noqa: S608


def enter_roll(
    cycle: Cycle,
    voter_key: str,
    *,
    method: str,
    area: int | None,
    booth: int | None = None,
    voted_on: date | None = None,
) -> bool:
    """Enters a voter with the home area, on paper where a booth is named, by default for today; returns whether
    this is the voter's first entry.

    Of several at once one enters, and the others wait here until it has cast: then its ballot is there to be seen.
    """
    channel = Channel.PAPER if booth else Channel.ONLINE
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [cycle.pk, voter_key, method, channel.value, area, booth, voted_on or today()])
        return bool(cursor.rowcount)
