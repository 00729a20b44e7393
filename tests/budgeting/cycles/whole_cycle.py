"""A cycle with every stage in it, and an instant in each."""

from datetime import datetime, timedelta

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from portal.clock import now
from tests.factories import dates_at, make_cycle
from tests.people import Cast

SECOND = timedelta(seconds=1)


def make_whole_cycle(cast: Cast, *, are_gates_cleared: bool = True) -> Cycle:
    """Has the optional backing stage, and every gate cleared unless asked not to."""
    backing_until = dates_at(Stage.PROPOSING)["proposing_until_at"] + timedelta(days=5)
    cycle = make_cycle(cast, supporting_until_at=backing_until)
    cleared_at = cycle.proposing_from_at - timedelta(days=1) if are_gates_cleared else None
    cycle.proposing_cleared_at = cycle.voting_cleared_at = cycle.closing_cleared_at = cleared_at
    cycle.save()
    return cycle


def starts_of(cycle: Cycle) -> dict[Stage, datetime]:
    """The first instant of each stage of a whole cycle; of the first, an hour before the second."""
    assert cycle.supporting_until_at
    return {
        Stage.PREPARING: cycle.proposing_from_at - timedelta(hours=1),
        Stage.PROPOSING: cycle.proposing_from_at,
        Stage.SUPPORTING: cycle.proposing_until_at,
        Stage.REVIEWING: cycle.supporting_until_at,
        Stage.VOTING: cycle.voting_from_at,
        Stage.OBJECTIONS: cycle.voting_until_at,
        Stage.IMPLEMENTING: cycle.objections_until_at,
        Stage.CLOSED: cycle.implementing_until_at,
    }


def bare_cycle(cast: Cast) -> Cycle:
    """Valid, unsaved facts of a cycle, to break one by one."""
    return Cycle(
        municipality=cast.municipality,
        title="Budget",
        envelope_tetri=1_000_000,
        proposing_cleared_at=now(),
        **dates_at(Stage.PROPOSING),
    )
