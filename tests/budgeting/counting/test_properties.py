"""What holds for every election, tried on random ones."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from budgeting.counting.conditions import Conditions, conditions_as_data
from budgeting.counting.contest import Contest
from budgeting.counting.count import contests_of, count_election
from budgeting.counting.pabulib import PbVote, write_election
from budgeting.counting.parts import count_part
from budgeting.counting.profile import Profile
from budgeting.counting.recount import count
from budgeting.counting.rule import rule_as_data
from budgeting.counting.trace import as_text, result_of, trace_of
from tests.budgeting.counting.chance import EQUAL_SHARES, GREEDY, Case, cases, some

ROOT = Path(__file__).parents[3]


def texts(case: Case) -> tuple[str, str]:
    """The result and the trace, as they are published."""
    outcome = count_election(case.election, case.rule, case.conditions)
    return as_text(result_of(outcome)), as_text(trace_of(outcome))


@some()
@given(cases())
def test_script_and_engine_give_the_same_result_to_the_last_character(case: Case) -> None:
    ballots = "".join(write_election(case.election))
    assert count(ballots, rule_as_data(case.rule), conditions_as_data(case.conditions)) == texts(case)[0]


@some()
@given(cases())
def test_no_part_costs_more_than_its_envelope(case: Case) -> None:
    costs = {project.project_id: project.cost for project in case.election.projects}
    for part in count_election(case.election, case.rule, case.conditions).parts:
        assert part.total_cost == sum(costs[project] for project in part.selected)
        assert part.total_cost <= part.envelope


@some()
@given(cases(EQUAL_SHARES))
def test_payments_replayed_from_the_trace_cover_each_cost_exactly(case: Case) -> None:
    parts = count_election(case.election, case.rule, case.conditions).parts
    for (_area, contest), part in zip(contests_of(case.election, case.conditions), parts, strict=True):
        profile = contest.profile
        purses = [Fraction(part.endowment or 0)] * len(profile.sizes)
        for one in part.rounds:
            project, price = profile.ids.index(one.project), Fraction(one.price)
            paid, in_full, the_rest, rest = Fraction(0), 0, 0, Fraction(0)
            for row, points in zip(profile.supporters[project], profile.points[project], strict=True):
                due, held, voters = price * int(points), purses[row], int(profile.sizes[row])
                paid += min(due, held) * voters
                in_full += voters if held >= due else 0
                the_rest += voters if 0 < held < due else 0
                rest += held * voters if held < due else 0
                purses[row] -= min(due, held)
            assert paid == profile.costs[project]
            assert (one.paid_in_full, one.paid_the_rest, one.rest) == (in_full, the_rest, rest * 100 // 1)
        assert min(purses, default=0) >= 0


@some()
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_ballots_and_projects_does_not_matter(case: Case, chance: "st.random.Random") -> None:
    election = case.election
    shuffled = replace(
        election,
        projects=tuple(chance.sample(election.projects, len(election.projects))),
        votes=tuple(chance.sample(election.votes, len(election.votes))),
    )
    assert texts(replace(case, election=shuffled)) == texts(case)


def ungrouped(contest: Contest) -> Contest:
    """The same contest with a row for each voter."""
    profile = contest.profile
    voters = [np.flatnonzero(np.repeat(np.arange(len(profile.sizes)), profile.sizes) == row) for row in range(len(profile.sizes))]
    supporters = tuple(
        np.concatenate([voters[row] for row in rows]) if len(rows) else rows for rows in profile.supporters
    )
    points = tuple(
        np.repeat(points, profile.sizes[rows]) for rows, points in zip(profile.supporters, profile.points, strict=True)
    )
    alone = Profile(profile.ids, profile.costs, np.ones(profile.voters, dtype=np.int64), supporters, points)
    return replace(contest, profile=alone)


@some()
@given(cases())
def test_grouping_equal_ballots_changes_nothing(case: Case) -> None:
    for area, contest in contests_of(case.election, case.conditions):
        assert count_part(area, ungrouped(contest), case.rule) == count_part(area, contest, case.rule)


@some()
@given(cases(GREEDY), st.integers(0, 7))
def test_a_further_ballot_for_a_greedy_winner_keeps_it_a_winner(case: Case, which: int) -> None:
    for winner in count_election(case.election, case.rule, case.conditions).selected[which : which + 1]:
        points = (1,) if case.election.vote_type in ("cumulative", "scoring") else ()
        votes = (*case.election.votes, PbVote("one more", (winner,), points=points))
        outcome = count_election(replace(case.election, votes=votes), case.rule, case.conditions)
        assert [one for one in outcome.selected if one == winner] == [winner]


