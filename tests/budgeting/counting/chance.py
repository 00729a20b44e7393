"""Random small elections, rules and conditions with every switch; ties are common. Examples: KHMA_EXAMPLES=5000."""

import os
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from budgeting.counting.conditions import Area, Conditions
from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.counting.pabulib.reading import VOTE_TYPES
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule

EXAMPLES = os.environ.get("KHMA_EXAMPLES")
IDS = ("10", "9", "ბაღი", "b", "B", "z-1", "é", "p/2", "p_2", "Üz")
COSTS = st.sampled_from((1, 2, 3, 3, 4, 6, 6, 12, 24, 25, 60)) | st.integers(1, 80)
POINTS = st.sampled_from((0, 1, 1, 1, 2, 2, 3, 5, 10))
EQUAL_SHARES = st.builds(
    EqualSharesRule,
    variant=st.sampled_from(("add1", "add1", "add1-exhaustive", "plain")),
    utility=st.sampled_from(("cost", "cardinality")),
    completion=st.sampled_from(("none", "greedy")),
    step=st.sampled_from((1, 1, 2, 7, 50)),
    comparison=st.sampled_from(("none", "none", "preference")),
    threshold=st.sampled_from((0, 0, 0, 0, 1, 3)),
)
GREEDY = st.builds(
    GreedyRule,
    utility=st.sampled_from(("cost", "cardinality")),
    unfit=st.sampled_from(("skip", "stop")),
    threshold=st.sampled_from((0, 0, 1, 2, 4)),
    most_winners=st.sampled_from((None, None, 1, 2, 4)),
)
RULES = EQUAL_SHARES | EQUAL_SHARES | GREEDY


def some(share: float = 1.0) -> settings:
    """The examples of a property: the same few hundred each time, or as many new ones as KHMA_EXAMPLES says."""
    return settings(
        max_examples=max(1, int(share * int(EXAMPLES or 300))),
        derandomize=EXAMPLES is None,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@dataclass(frozen=True)
class Case:
    """All that a count is made from."""

    election: PbElection
    rule: Rule
    conditions: Conditions


@st.composite
def elections(draw: st.DrawFn) -> PbElection:
    ids = draw(st.permutations(IDS))[: draw(st.sampled_from((1, 4, 6, 8)))]
    costs = {one: draw(COSTS) for one in ids}
    vote_type = draw(st.sampled_from(("approval", "approval", "approval", *VOTE_TYPES)))
    most = 1 if vote_type == "choose-1" else len(ids)
    meta = {"vote_type": vote_type, "rule": "unknown"}
    meta["budget"] = str(max(1, sum(costs.values()) * draw(st.integers(1, 9)) // 8))
    if most > 1 and draw(st.booleans()):
        meta["max_length"] = str(most)
    votes = []
    for number in range(draw(st.sampled_from((0, 2, 6, 9, 11, 13, 16, 20)))):
        choices = tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=min(most, 4), unique=True)))
        has_points = vote_type in ("cumulative", "scoring")
        points = tuple(draw(POINTS) for _choice in choices) if has_points else ()
        votes.append(PbVote(f"v{number}", choices, points=points))
    return PbElection(meta, tuple(PbProject(*item) for item in costs.items()), tuple(votes))


@st.composite
def conditions_of(draw: st.DrawFn, election: PbElection) -> Conditions:
    ids = [project.project_id for project in election.projects]
    chosen = st.lists(st.sampled_from(ids), unique=True, min_size=min(2, len(ids)), max_size=4).map(tuple)
    late = st.dictionaries(st.sampled_from(ids), POINTS, max_size=3)
    return Conditions(
        withdrawn=draw(st.sampled_from(((), (), tuple(ids[:1]), tuple(ids[-2:])))),
        one_of=draw(st.just(()) | st.lists(chosen, min_size=1, max_size=2).map(tuple)),
        areas=draw(st.just(()) | areas_of(ids)),
        late_ballots=draw(st.just(()) | st.lists(late, max_size=3).map(tuple)),
        lot_seed=draw(st.sampled_from(("", "", "khma", "ბედი"))),
        lot=tuple(draw(st.permutations(ids))) if draw(st.integers(0, 4)) == 4 else (),
    )


@st.composite
def areas_of(draw: st.DrawFn, ids: list[str]) -> tuple[Area, ...]:
    names = [draw(st.sampled_from(("East", "West", "მთა"))) for _project in ids]
    return tuple(
        Area(name, draw(st.integers(1, 100)), tuple(one for one, area in zip(ids, names, strict=True) if area == name))
        for name in sorted(set(names))
    )


@st.composite
def cases(draw: st.DrawFn, rules: st.SearchStrategy[Rule] = RULES) -> Case:
    election = draw(elections())
    return Case(election, draw(rules), draw(st.just(Conditions()) | conditions_of(election)))
