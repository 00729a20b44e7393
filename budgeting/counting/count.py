"""A whole count: an election, a rule and the conditions in, the outcome with its trace out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from budgeting.counting.conditions import Conditions
from budgeting.counting.contest import Contest, lot_of, places_of
from budgeting.counting.pabulib import PabulibError, PbElection
from budgeting.counting.parts import count_part
from budgeting.counting.profile import group_ballots
from budgeting.counting.rule import Rule, rule_as_data
from budgeting.counting.sweep import Watch
from budgeting.counting.trace import Outcome

NO_CONDITIONS = Conditions()
Counted = tuple[Mapping[str, int], int]


def count_election(
    election: PbElection, rule: Rule, conditions: Conditions = NO_CONDITIONS, *, watch: Watch | None = None
) -> Outcome:
    """Counts the election. The order of its rows does not matter. `watch` hears how far it has come, 0 to 1.

    PabulibError for a vote type without a meaning here, ConditionsError for conditions that do not fit.
    """
    contests = contests_of(election, conditions)
    return Outcome(rule_as_data(rule), tuple(count_part(name, contest, rule, watch) for name, contest in contests))


def contests_of(election: PbElection, conditions: Conditions = NO_CONDITIONS) -> list[tuple[str, Contest]]:
    """The contests of the election by area; one without a name if it has no areas."""
    costs = {project.project_id: project.cost for project in election.projects}
    conditions.check(tuple(costs))
    lot = conditions.lot or lot_of(costs, conditions.lot_seed)
    ballots = [*_grouped(election), *((ballot, 1) for ballot in conditions.late_ballots)]
    if not conditions.areas:
        return [("", _contest(costs, election.budget, ballots, conditions, lot))]
    return [
        (area.name, _contest(own, area.envelope, _within(own, ballots), conditions, lot))
        for area in conditions.areas
        for own in [{one: costs[one] for one in area.projects}]
    ]


def _within(costs: Mapping[str, int], ballots: Iterable[Counted]) -> Iterator[Counted]:
    """What the ballots say about these projects."""
    for ballot, times in ballots:
        yield {one: given for one, given in ballot.items() if one in costs}, times


def _contest(
    costs: Mapping[str, int], envelope: int, ballots: Iterable[Counted], conditions: Conditions, lot: tuple[str, ...]
) -> Contest:
    profile = group_ballots(costs, ballots)
    position = {project: c for c, project in enumerate(costs)}
    rivals = [frozenset[int]()] * len(costs)
    for group in conditions.one_of:
        members = frozenset(position[one] for one in group if one in position)
        for member in members:
            rivals[member] |= members - {member}
    withdrawn = frozenset(position[one] for one in conditions.withdrawn if one in position)
    return Contest(profile, envelope, places_of(profile, lot), withdrawn, tuple(rivals))


def _grouped(election: PbElection) -> Iterator[Counted]:
    """The election's ballots as points for each project, equal rows once.

    An approval is 1 point, a rank is as many as places below it allow: with max_length 3 they are 3, 2 and 1.
    """
    rows = Counter((vote.choices, vote.points) for vote in election.votes)
    most = election.max_length or len(election.projects)
    for (choices, points), times in rows.items():
        yield dict(zip(choices, _points(election.vote_type, choices, points, most), strict=True)), times


def _points(vote_type: str, choices: tuple[str, ...], points: tuple[int, ...], most: int) -> tuple[int, ...]:
    if vote_type in ("approval", "choose-1"):
        return (1,) * len(choices)
    if vote_type == "ordinal":
        return tuple(most - place for place in range(len(choices)))
    if points:
        return points
    raise PabulibError(f"its {vote_type} votes have no points to count")
