"""The outage rule: which extension is owed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from budgeting.cycles.models import Cycle
from budgeting.voting.extending.models import Outage
from portal.clock import now

SHORTEST_OUTAGE = timedelta(minutes=10)
LAST_HOURS = timedelta(hours=24)


def owed_outages(cycle: Cycle) -> list[Outage]:
    """The outages that no extension has made up for yet and that reach into the last 24 hours of the vote.

    Source: the published rule (design, 6): an outage of ten minutes or more within the last 24 hours of the vote
    extends it by at least its length. Outages that touch count as one.
    """
    end = cycle.voting_until_at
    reaching = cycle.outages.filter(made_up_by=None, from_at__lt=end, until_at__gt=end - LAST_HOURS)
    return [one for group in _touching(reaching) if _length(group) >= SHORTEST_OUTAGE for one in group]


def owed_length(cycle: Cycle) -> timedelta:
    """By how much the vote must at least be extended; nothing where no extension is owed."""
    return sum((_length(group) for group in _touching(owed_outages(cycle))), timedelta())


def owed_end(cycle: Cycle) -> datetime | None:
    """The earliest end that makes up for the outages; None where no extension is owed."""
    owed = owed_length(cycle)
    return cycle.voting_until_at + owed if owed else None


def fair_end(cycle: Cycle) -> datetime | None:
    """As `owed_end`, for who decides after the end: what was lost before the end is still to come."""
    end = cycle.voting_until_at
    owed = owed_end(cycle)
    if owed is None or now() < end:
        return owed
    lost = [min(max(one.until_at for one in group), end) - group[0].from_at for group in _touching(owed_outages(cycle))]
    return max(owed, now() + sum(lost, timedelta()))


def _touching(outages: Iterable[Outage]) -> list[list[Outage]]:
    """Groups of outages that overlap or touch, in the order of their start."""
    groups: list[list[Outage]] = []
    for one in outages:
        if groups and one.from_at <= max(other.until_at for other in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _length(group: list[Outage]) -> timedelta:
    return max(one.until_at for one in group) - group[0].from_at
