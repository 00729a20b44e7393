"""Stages: a function of dates, gates and the instant."""

from datetime import timedelta
from itertools import pairwise

import pytest

from budgeting.cycles.stages import AFTER_THE_VOTE, Stage
from portal.clock import pinned
from tests.budgeting.cycles.whole_cycle import SECOND, make_whole_cycle, starts_of
from tests.factories import make_cycle
from tests.people import Cast

STAGES = list(Stage)


@pytest.mark.parametrize(("before", "stage"), pairwise(STAGES))
def test_stage_changes_exactly_at_its_boundary(cast: Cast, before: Stage, stage: Stage) -> None:
    cycle = make_whole_cycle(cast)
    boundary = starts_of(cycle)[stage]

    instants = (boundary - SECOND, boundary, boundary + SECOND)

    assert [cycle.stage_at(instant) for instant in instants] == [before, stage, stage]


def test_stage_just_under_a_boundary_is_the_one_before(cast: Cast) -> None:
    cycle = make_whole_cycle(cast)

    assert cycle.stage_at(cycle.voting_until_at - timedelta(microseconds=1)) == Stage.VOTING


def test_stage_long_before_and_long_after(cast: Cast) -> None:
    cycle = make_whole_cycle(cast)

    assert cycle.stage_at(cycle.proposing_from_at - timedelta(days=4000)) == Stage.PREPARING
    assert cycle.stage_at(cycle.implementing_until_at + timedelta(days=4000)) == Stage.CLOSED


def test_without_a_backing_stage_the_review_follows_the_call(cast: Cast) -> None:
    cycle = make_cycle(cast)

    assert cycle.stage_at(cycle.proposing_until_at - SECOND) == Stage.PROPOSING
    assert cycle.stage_at(cycle.proposing_until_at) == Stage.REVIEWING


@pytest.mark.parametrize("stage", STAGES)
def test_an_uncleared_first_gate_holds_the_cycle_in_preparation(cast: Cast, stage: Stage) -> None:
    cycle = make_whole_cycle(cast, are_gates_cleared=False)

    assert cycle.stage_at(starts_of(cycle)[stage]) == Stage.PREPARING


@pytest.mark.parametrize("stage", STAGES[STAGES.index(Stage.REVIEWING) :])
def test_an_uncleared_second_gate_holds_the_cycle_in_review(cast: Cast, stage: Stage) -> None:
    cycle = make_whole_cycle(cast)
    cycle.voting_cleared_at = None

    assert cycle.stage_at(starts_of(cycle)[stage]) == Stage.REVIEWING


def test_an_uncleared_last_gate_holds_the_cycle_in_implementation(cast: Cast) -> None:
    cycle = make_whole_cycle(cast)
    end = cycle.implementing_until_at
    closed = [cycle.stage_at(instant) for instant in (end - SECOND, end)]
    cycle.closing_cleared_at = None

    held = [cycle.stage_at(instant) for instant in (end - SECOND, end, end + timedelta(days=4000))]
    with pinned(end + timedelta(days=1)):
        step = cycle.current_step

    assert closed == [Stage.IMPLEMENTING, Stage.CLOSED]
    assert held == [Stage.IMPLEMENTING] * 3
    assert step
    assert (step.stage, step.until_at) == (Stage.IMPLEMENTING, end)


@pytest.mark.parametrize("is_cleared", [True, False])
def test_a_vote_closed_early_is_held_by_the_last_gate_too(cast: Cast, is_cleared: bool) -> None:
    cycle = make_whole_cycle(cast)
    cycle.voting_closed_at = cycle.voting_until_at
    cycle.closing_cleared_at = cycle.voting_until_at if is_cleared else None

    stage = cycle.stage_at(cycle.implementing_until_at)

    assert stage == (Stage.CLOSED if is_cleared else Stage.IMPLEMENTING)


def test_the_vote_is_over_from_its_last_instant_on(cast: Cast) -> None:
    cycle = make_whole_cycle(cast)
    over = []

    for stage, start in starts_of(cycle).items():
        with pinned(start):
            over += [stage] if cycle.is_vote_over else []

    assert tuple(over) == AFTER_THE_VOTE


def test_stage_follows_the_servers_clock(cast: Cast) -> None:
    cycle = make_whole_cycle(cast)

    with pinned(cycle.voting_from_at):
        assert cycle.stage == Stage.VOTING


def test_calendar_has_each_public_stage_with_its_dates_in_order(cast: Cast) -> None:
    cycle = make_whole_cycle(cast)
    starts = starts_of(cycle)

    spans = [(step.stage, step.from_at, step.until_at) for step in cycle.calendar]

    assert spans == [
        (stage, starts[stage], starts[following])
        for stage, following in pairwise(STAGES[1:])  # all but preparing and closed
    ]


@pytest.mark.parametrize("stage", STAGES)
def test_calendar_marks_the_present_stage_and_those_behind_it(cast: Cast, stage: Stage) -> None:
    cycle = make_whole_cycle(cast)
    public = STAGES[1:-1]

    with pinned(starts_of(cycle)[stage]):
        steps, current = cycle.calendar, cycle.current_step

    assert [step.stage for step in steps if step.is_current] == [each for each in public if each == stage]
    assert [step.stage for step in steps if step.is_past] == [
        each for each in public if STAGES.index(each) < STAGES.index(stage)
    ]
    assert (current and current.stage) == (stage if stage in public else None)


def test_calendar_leaves_out_a_backing_stage_that_is_not_planned(cast: Cast) -> None:
    cycle = make_cycle(cast)

    stages = [step.stage for step in cycle.calendar]

    assert stages == [Stage.PROPOSING, Stage.REVIEWING, Stage.VOTING, Stage.OBJECTIONS, Stage.IMPLEMENTING]
