"""What holds for every election, tried on random ones."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.counting.conditions import Conditions, conditions_as_data
from budgeting.counting.contest import Contest
from budgeting.counting.count import contests_of, count_election
from budgeting.counting.pabulib import PbVote, write_election
from budgeting.counting.parts import count_part
from budgeting.counting.profile import Profile
from budgeting.counting.recount import count
from budgeting.counting.rule import EqualSharesRule, rule_as_data
from budgeting.counting.trace import Part, as_text, result_of, trace_of
from tests.budgeting.counting.archives import archive_of
from tests.budgeting.counting.chance import EQUAL_SHARES, GREEDY, Case, cases, some
from tests.budgeting.counting.conftest import SCRIPT, Run
from tests.budgeting.counting.elections import election


def texts(case: Case) -> tuple[str, str]:
    """The result and the trace, as they are published."""
    outcome = count_election(case.election, case.rule, case.conditions)
    return as_text(result_of(outcome)), as_text(trace_of(outcome))


def parts(case: Case) -> Iterator[tuple[Contest, Part]]:
    outcome = count_election(case.election, case.rule, case.conditions)
    for (_area, contest), part in zip(contests_of(case.election, case.conditions), outcome.parts, strict=True):
        yield contest, part


@some()
@given(cases())
def test_script_and_engine_give_the_same_result_to_the_last_character(case: Case) -> None:
    ballots = "".join(write_election(case.election))
    assert count(ballots, rule_as_data(case.rule), conditions_as_data(case.conditions)) == texts(case)[0]


@some()
@given(cases())
def test_no_part_costs_more_than_its_envelope(case: Case) -> None:
    costs = {project.project_id: project.cost for project in case.election.projects}
    for _contest, part in parts(case):
        assert part.total_cost == sum(costs[project] for project in part.selected)
        assert part.total_cost <= part.envelope


@some()
@given(cases())
def test_every_project_is_decided_once_and_in_turn(case: Case) -> None:
    for contest, part in parts(case):
        assert sorted(one.project for one in part.decisions) == sorted(contest.profile.ids)
        assert [one.place for one in part.decisions] == list(range(1, len(contest.profile.ids) + 1))
        assert min([(one.held, one.missing) for one in part.decisions], default=(0, 0)) >= (0, 0)


@some()
@given(cases(EQUAL_SHARES))
def test_payments_replayed_from_the_trace_cover_each_cost_exactly(case: Case) -> None:
    for contest, part in parts(case):
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
            assert (one.paid_in_full, one.paid_the_rest, one.rest) == (in_full, the_rest, floor(rest * 100))
        assert min(purses, default=0) >= 0


def money_after_each_turn(contest: Contest, part: Part, project: int) -> list[Fraction]:
    """What the supporters of a project hold together, before the first round and after each."""
    profile = contest.profile
    purses = [Fraction(part.endowment or 0)] * len(profile.sizes)
    held = []
    for turn in range(len(part.rounds) + 1):
        if turn:
            funded = profile.ids.index(part.rounds[turn - 1].project)
            for row, points in zip(profile.supporters[funded], profile.points[funded], strict=True):
                purses[row] -= min(purses[row], Fraction(part.rounds[turn - 1].price) * int(points))
        held.append(sum((purses[row] * int(profile.sizes[row]) for row in profile.supporters[project]), Fraction(0)))
    return held


@some()
@given(cases(EQUAL_SHARES))
def test_reasons_of_losers_hold_when_the_rounds_are_replayed(case: Case) -> None:
    for contest, part in parts(case):
        for one in part.decisions:
            if part.stands != "equal-shares" or one.reason not in ("spent", "too_dear", "same_place", "completed"):
                continue
            project = contest.profile.ids.index(one.project)
            held, rivals = money_after_each_turn(contest, part, project), contest.barred_by[project]
            taken = [
                turn for turn, other in enumerate(part.rounds, 1) if contest.profile.ids.index(other.project) in rivals
            ]
            short = [turn for turn, money in enumerate(held) if money < one.cost]
            turn = min(taken + short)
            assert one.round == turn
            assert (one.held, one.missing) == (floor(held[turn] * 100), max(0, ceil((one.cost - held[turn]) * 100)))
            assert (one.reason == "same_place") == (turn in taken and one.reason != "completed")
            assert (one.reason == "too_dear") == (turn == 0 and one.reason != "completed")


@some()
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_ballots_and_projects_does_not_matter(case: Case, chance: random.Random) -> None:
    shuffled = replace(
        case.election,
        projects=tuple(chance.sample(case.election.projects, len(case.election.projects))),
        votes=tuple(chance.sample(case.election.votes, len(case.election.votes))),
    )
    assert texts(replace(case, election=shuffled)) == texts(case)


def ungrouped(contest: Contest) -> Contest:
    """The same contest with a row for each voter."""
    profile = contest.profile
    row_of = np.repeat(np.arange(len(profile.sizes)), profile.sizes)
    by_row = profile.by_row[:, row_of]
    supporters = tuple(np.flatnonzero(points) for points in by_row)
    points = tuple(given[rows] for given, rows in zip(by_row, supporters, strict=True))
    return replace(
        contest,
        profile=Profile(profile.ids, profile.costs, np.ones(profile.voters, dtype=np.int64), supporters, points),
    )


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


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seed_of_python_does_not_matter(run: Run, tmp_path: Path, seed: str) -> None:
    """The archive holds what this process found: with its own hash seed, another finds the same, trace included."""
    chance, ids = random.Random(7), [f"p{number}" for number in range(30)]
    ballots = [chance.sample(ids, chance.randint(1, 12)) for _voter in range(120)]
    found = election({one: chance.choice((5, 10, 20)) for one in ids}, ballots, 200)
    path = tmp_path / "archive.zip"
    path.write_bytes(archive_of(found, EqualSharesRule(completion="greedy"), Conditions(one_of=(tuple(ids[:9]),))))

    code, told, error = run("-m", "budgeting.counting", "recount", path, PYTHONHASHSEED=seed)
    assert (code, error) == (0, "")
    assert told.splitlines()[-1] == "The same result and the same trace as published, byte for byte."
    assert run(SCRIPT, path, PYTHONHASHSEED=seed)[0] == 0
