"""What may be known of a vote while it is open: turnout, and nothing of the choices."""

from dataclasses import dataclass

from budgeting.cycles.models import Cycle

SMALLEST_CELL = 10


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted; None stands for "fewer than 10", so that nobody can be counted out."""

    voters: int | None


def turnout(cycle: Cycle) -> Turnout:
    voters = cycle.roll.count()
    return Turnout(voters if voters >= SMALLEST_CELL else None)
