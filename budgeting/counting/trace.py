"""What a count returns: every round, every decision with its reason, as frozen data that becomes plain JSON.

Sums are in hundredths of the election's unit (tetri, where costs are in lari): money held and paid is rounded
down, what is missing up. Prices and endowments are exact, as "numerator/denominator".
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from budgeting.counting.reasons import WON, Reason

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Barred:
    """A project that could no longer win after a round: its supporters held too little, or its place is taken."""

    project: str
    reason: Reason
    held: int
    missing: int


@dataclass(frozen=True, slots=True)
class Round:
    """One funded project of Equal Shares: the price of each vote or point, how many paid it in full, how many
    gave the `rest` of their money instead, and those with the same price for the same utility."""

    number: int
    project: str
    price: str
    paid_in_full: int
    paid_the_rest: int
    rest: int
    tied_with: tuple[str, ...]
    by_lot: bool
    barred: tuple[Barred, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one project and why.

    `place` is its turn, from 1: the funded in their order, the others by votes. `round` is the round of Equal
    Shares in which it was funded or lost its last chance, 0 before the first. `held` is what was there for it then:
    the money left, or what its supporters held; `missing` is how much more it costs. `other` is the project that
    bars it. `paid_for` is where its supporters' money went, the most first.
    """

    project: str
    place: int
    votes: int
    cost: int
    reason: Reason
    round: int | None = None
    held: int = 0
    missing: int = 0
    price: str | None = None
    other: str | None = None
    paid_for: tuple[tuple[str, int], ...] = ()
    tied_with: tuple[str, ...] = ()
    by_lot: bool = False

    @property
    def is_funded(self) -> bool:
        return self.reason in WON


@dataclass(frozen=True, slots=True)
class Preference:
    """The comparison step: how many voters get more from Equal Shares, and how many from a count by votes."""

    equal_shares: int
    greedy: int


@dataclass(frozen=True, slots=True)
class Part:
    """The count of one envelope. `endowment`, `steps` and `stop` are those of Equal Shares.

    `stands` is the method that decided: another than the rule's if a comparison preferred it. `with_nothing` are
    the voters who chose none of the funded projects.
    """

    area: str
    stands: str
    envelope: int
    voters: int
    total_cost: int
    with_nothing: int
    endowment: str | None
    steps: int | None
    stop: str | None
    rounds: tuple[Round, ...]
    decisions: tuple[Decision, ...]
    preference: Preference | None = None

    @property
    def selected(self) -> tuple[str, ...]:
        return tuple(decision.project for decision in self.decisions if decision.is_funded)

    @property
    def ties(self) -> int:
        """In how many rounds, or (greedy) turns of a project with votes, the order of ties decided."""
        if self.steps is not None:
            return sum(bool(one.tied_with) for one in self.rounds)
        chosen = [decision for decision in self.decisions if decision.votes]
        return len(chosen) - len({frozenset((one.project, *one.tied_with)) for one in chosen})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole count: the rule as data, and one part for each envelope."""

    rule: Mapping[str, Any]
    parts: tuple[Part, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        return tuple(project for part in self.parts for project in part.selected)

    @property
    def total_cost(self) -> int:
        return sum(part.total_cost for part in self.parts)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(decision for part in self.parts for decision in part.decisions)


def result_of(outcome: Outcome) -> dict[str, Any]:
    """The bare result, which a recount must give byte for byte: who won, in which order, at which price."""
    return {
        "rule": dict(outcome.rule),
        "parts": [
            {
                "area": part.area,
                "stands": part.stands,
                "envelope": part.envelope,
                "voters": part.voters,
                "selected": list(part.selected),
                "total_cost": part.total_cost,
                "endowment": part.endowment,
                "steps": part.steps,
                "rounds": [[one.project, one.price] for one in part.rounds],
            }
            for part in outcome.parts
        ],
    }


def trace_of(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome)


def as_text(data: Mapping[str, Any]) -> str:
    """JSON that is the same wherever it is written: sorted keys, one space in, a line feed at the end."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
