"""Counting a Pabulib election by a named rule, with the conventions that outside checks use.

Ties go to the lowest cost, then the most votes or points, then the project id as text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from budgeting.counting.pabulib import PabulibError, PbElection, PbVote
from budgeting.counting.profile import Profile, group_ballots
from budgeting.counting.sweep import EqualSharesRule, Utility, count_equal_shares


@dataclass(frozen=True, slots=True)
class Tally:
    """What `manage.py count` prints: ids in the order of selection, sums in the file's unit.

    `endowment` ("2033/1") and `steps` are those of Equal Shares; `ties` is how often the order of ties decided.
    """

    rule: str
    variant: str
    budget: int
    selected: tuple[str, ...]
    total_cost: int
    endowment: str | None
    steps: int | None
    ties: int


def profile_of(election: PbElection) -> Profile:
    """The election's votes, grouped: an approval is 1 point, a rank is as many as places below it allow.

    A file with max_length 3 gives its ranks 3, 2 and 1 points. PabulibError for a vote type without a meaning here.
    """
    costs = {project.project_id: project.cost for project in election.projects}
    return group_ballots(costs, _ballots(election))


def _ballots(election: PbElection) -> Iterator[dict[str, int]]:
    for vote in election.votes:
        yield dict(zip(vote.choices, _points(election, vote), strict=True))


def _points(election: PbElection, vote: PbVote) -> tuple[int, ...]:
    if election.vote_type in ("approval", "choose-1"):
        return (1,) * len(vote.choices)
    if election.vote_type == "ordinal":
        most = election.max_length or len(election.projects)
        return tuple(most - place for place in range(len(vote.choices)))
    if election.vote_type in ("cumulative", "scoring") and vote.points:
        return vote.points
    raise PabulibError(f"its {election.vote_type} votes have no points to count", vote.line)


def tie_order(profile: Profile) -> tuple[int, ...]:
    """The place of each project among equals."""
    positions = range(len(profile.ids))
    ordered = sorted(positions, key=lambda c: (profile.costs[c], -profile.votes[c], profile.ids[c]))
    places = dict(zip(ordered, positions, strict=True))
    return tuple(places[c] for c in positions)


def tally_equal_shares(election: PbElection, rule: EqualSharesRule) -> Tally:
    profile = profile_of(election)
    shared = count_equal_shares(profile, election.budget, rule, tie_order=tie_order(profile))
    selected = shared.selected + shared.completed
    endowment = f"{shared.endowment.numerator}/{shared.endowment.denominator}"
    total = _total(profile, selected)
    return Tally("equal-shares", rule.variant, election.budget, selected, total, endowment, shared.runs, shared.ties)


def tally_greedy(election: PbElection, utility: Utility) -> Tally:
    """Most votes or points first, or most for the money (`cardinality`); what does not fit is skipped."""
    profile = profile_of(election)
    worth = [
        Fraction(votes, cost if utility == "cardinality" else 1)
        for votes, cost in zip(profile.votes, profile.costs, strict=True)
    ]
    places = tie_order(profile)
    left, selected = election.budget, []
    for project in sorted(range(len(worth)), key=lambda c: (-worth[c], places[c])):
        if worth[project] and profile.costs[project] <= left:
            selected.append(profile.ids[project])
            left -= profile.costs[project]
    ties = len(worth) - len(set(worth))
    return Tally("greedy", "skip", election.budget, tuple(selected), _total(profile, tuple(selected)), None, None, ties)


def _total(profile: Profile, selected: tuple[str, ...]) -> int:
    costs = dict(zip(profile.ids, profile.costs, strict=True))
    return sum(costs[project] for project in selected)
