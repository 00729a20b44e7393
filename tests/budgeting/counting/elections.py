"""Small elections in a few words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from budgeting.counting.conditions import Conditions
from budgeting.counting.count import contests_of, count_election
from budgeting.counting.contest import Contest
from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.counting.rule import Rule
from budgeting.counting.trace import Part

# The golden case: a town with 60 voters and two villages with 25 and 15.
GOLDEN_COSTS = {"T1": 25_000, "T2": 25_000, "T3": 25_000, "T4": 25_000, "A1": 20_000, "A2": 5_000, "H1": 15_000}
GOLDEN_BALLOTS = [["T1", "T2", "T3", "T4"]] * 60 + [["A1", "A2"]] * 25 + [["H1"]] * 15


def election(
    costs: Mapping[str, int], ballots: Sequence[Iterable[str] | Mapping[str, int]], budget: int, **meta: str
) -> PbElection:
    """An election with these ballots: lists of ids, or {id: points} for a cumulative or scoring vote."""
    votes = (
        PbVote(f"v{number}", tuple(ballot), points=tuple(ballot.values()) if isinstance(ballot, Mapping) else ())
        for number, ballot in enumerate(ballots)
    )
    default = "cumulative" if any(isinstance(ballot, Mapping) for ballot in ballots) else "approval"
    facts = {"budget": str(budget), "vote_type": default, "rule": "unknown"} | meta
    return PbElection(facts, tuple(PbProject(*item) for item in costs.items()), tuple(votes))


def contest(
    costs: Mapping[str, int],
    ballots: Sequence[Iterable[str] | Mapping[str, int]],
    budget: int,
    conditions: Conditions = Conditions(),
) -> Contest:
    ((_area, found),) = contests_of(election(costs, ballots, budget), conditions)
    return found


def part(found: PbElection, rule: Rule, **conditions: Any) -> Part:
    """The count of an election without areas."""
    (only,) = count_election(found, rule, Conditions(**conditions)).parts
    return only


def golden() -> PbElection:
    return election(GOLDEN_COSTS, GOLDEN_BALLOTS, 100_000)
