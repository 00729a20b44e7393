"""Small elections in a few words, and the slow count they are compared with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from budgeting.counting import recount
from budgeting.counting.conditions import Conditions, conditions_as_data
from budgeting.counting.contest import Contest, places_of
from budgeting.counting.count import count_election
from budgeting.counting.equal_shares import EqualShares
from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.counting.profile import group_ballots
from budgeting.counting.rule import Rule
from budgeting.counting.trace import Part

Ballots = Sequence[Iterable[str] | Mapping[str, int]]
Groups = Sequence[tuple[Mapping[str, int], int]]
Prices = list[tuple[str, Fraction]]


def election(costs: Mapping[str, int], ballots: Ballots, budget: int, **meta: str) -> PbElection:
    """An election with these ballots: lists of ids, or {id: points} for a cumulative vote."""
    votes = (
        PbVote(f"v{number}", tuple(ballot), points=tuple(ballot.values()) if isinstance(ballot, Mapping) else ())
        for number, ballot in enumerate(ballots)
    )
    vote_type = "cumulative" if any(isinstance(ballot, Mapping) for ballot in ballots) else "approval"
    facts = {"budget": str(budget), "vote_type": vote_type, "rule": "unknown"} | meta
    return PbElection(facts, tuple(PbProject(*item) for item in costs.items()), tuple(votes))


def votes_for(votes: Mapping[str, int]) -> list[list[str]]:
    """Ballots with one choice each that give these votes."""
    return [[project] for project, times in votes.items() for _time in range(times)]


def part(found: PbElection, rule: Rule, **conditions: Any) -> Part:
    """The count of an election without areas."""
    (only,) = count_election(found, rule, Conditions(**conditions)).parts
    return only


def prices(costs: Mapping[str, int], groups: Groups, endowment: Fraction | int, *, per_cost: bool = True) -> Prices:
    """What one run of Equal Shares funds, with the exact prices. Groups are ballots and how often each was cast."""
    profile = group_ballots(costs, groups)
    run = EqualShares(Contest(profile, 1, places_of(profile, sorted(costs))), Fraction(endowment), per_cost=per_cost)
    run.run()
    return [(profile.ids[project], run.ledger.price(turn)) for turn, project in enumerate(run.projects)]


def slow_prices(costs: Mapping[str, int], groups: Groups, endowment: Fraction | int, *, per_cost: bool) -> Prices:
    """The same by the script that anyone can read: purses in fractions, filled up by sorting."""
    ballots = Counter[recount.Ballot]()
    for ballot, times in groups:
        ballots[frozenset(ballot.items())] += times
    slow = recount.Contest(1, dict(costs), ballots, conditions_as_data(Conditions()))
    utility = "cost" if per_cost else "cardinality"
    return recount.share_out(slow, Fraction(endowment), {"utility": utility, "threshold": 0})


def villages(**meta: str) -> PbElection:
    """The golden case: a town with 60 voters, two villages with 25 and 15; each would have projects of its own."""
    costs = {"T1": 25_000, "T2": 25_000, "T3": 25_000, "T4": 25_000, "A1": 20_000, "A2": 5_000, "H1": 15_000}
    ballots = [["T1", "T2", "T3", "T4"]] * 60 + [["A1", "A2"]] * 25 + [["H1"]] * 15
    return election(costs, ballots, 100_000, **meta)
