"""What goes into a count and what comes out: plain frozen data, the same for every rule."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the ballot; `cost` is a positive whole number in any one unit (here tetri)."""

    number: int
    cost: int


class Reason(StrEnum):
    """Why a project won or lost."""

    FITS = "fits"
    NO_MONEY_LEFT = "no_money_left"
    NO_VOTES = "no_votes"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a count decided on one project; `place` is its turn, from 1, and `left` the money before it."""

    number: int
    place: int
    votes: int
    is_funded: bool
    reason: Reason
    left: int
    is_tied: bool


@dataclass(frozen=True, slots=True)
class CountResult:
    """All decisions, in the order they were taken."""

    decisions: tuple[Decision, ...]
    ballots: int
    envelope: int

    @property
    def funded(self) -> tuple[int, ...]:
        return tuple(decision.number for decision in self.decisions if decision.is_funded)
