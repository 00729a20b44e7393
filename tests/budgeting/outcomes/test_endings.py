"""Each thing that may become of a proposal, and its sentence."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from budgeting.cycles.stages import Stage
from budgeting.outcomes import progress
from budgeting.outcomes.endings import BY_ANSWER, BY_STATE, ENDED, OPEN, WORKS, Ending
from budgeting.outcomes.progress import tells_progress
from budgeting.outcomes.queries import endings_of, told
from budgeting.proposals.actions import say_not_done
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import PRIVATE, PUBLIC, State
from budgeting.responses.models import ResponseOutcome
from budgeting.results.actions import move_count, publish, run_count, second_count
from budgeting.voting.withdrawing.actions import move_withdrawal, second_withdrawal
from portal.clock import pinned
from tests.budgeting.outcomes.decided import answer, make_decided, works_at
from tests.budgeting.proposals.states_in_play import make_in
from tests.budgeting.results.closed import make_closed
from tests.factories import LANGUAGES, make_cycle, make_vote
from tests.people import Cast


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone afterwards."""
    monkeypatch.setattr(progress, "_READERS", [])


def by_number(cycle: Any) -> dict[int | None, Ending]:
    found = endings_of(cycle).by_proposal
    return {one.number: found[one.pk] for one in cycle.proposals.all()}


def test_every_public_state_has_an_ending_and_every_ending_a_sentence() -> None:
    assert set(BY_STATE) == set(PUBLIC)
    assert set(ENDED) == set(Ending)
    assert set(BY_ANSWER.values()) | {Ending.FUNDED, Ending.DISPUTED} == set(WORKS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ending_is_told_in_a_sentence_of_its_own(language: str) -> None:
    with override(language):
        sentences = [ending.sentence for ending in Ending]

    assert (len(set(sentences)), [one for one in sentences if one.strip()[-1] not in ".։"]) == (len(Ending), [])


@pytest.mark.parametrize("state", PUBLIC)
def test_a_public_proposal_of_each_state_is_told_of(cast: Cast, state: State) -> None:
    cycle = make_cycle(cast)
    proposal = make_in(state, cast, cycle)

    endings = endings_of(cycle)

    assert endings.by_proposal == {proposal.pk: BY_STATE[state]}
    assert endings.counts == {BY_STATE[state]: 1}
    assert endings.open == ([proposal.pk] if BY_STATE[state] in OPEN else [])


@pytest.mark.parametrize("state", PRIVATE)
def test_what_nobody_may_read_is_nowhere(cast: Cast, state: State) -> None:
    cycle = make_cycle(cast)
    make_in(state, cast, cycle)
    hidden, early = make_in(State.REJECTED, cast, cycle), make_in(State.WITHDRAWN, cast, cycle)
    Proposal.objects.filter(pk=hidden.pk).update(rejection_code="hate")
    Proposal.objects.filter(pk=early.pk).update(published_at=None)

    assert endings_of(cycle).by_proposal == {}


def test_a_count_decides_once_it_is_published(cast: Cast) -> None:
    cycle = make_closed(cast)
    count = run_count(second_count(move_count(cycle, by=cast.official), by=cast.other_official))
    before = by_number(cycle)

    publish(count)

    assert before == dict.fromkeys((1, 2, 3, 4), Ending.ON_BALLOT)
    assert by_number(cycle) == {
        1: Ending.FUNDED,
        2: Ending.NOT_FUNDED,
        3: Ending.FUNDED,
        4: Ending.NOT_FUNDED,
    }


@pytest.mark.parametrize("outcome", BY_ANSWER)
def test_an_answer_after_the_result_tells_of_the_works(cast: Cast, outcome: str) -> None:
    cycle = make_decided(cast)
    for number in (1, 2):
        answer(cast, cycle.proposals.get(number=number), ResponseOutcome(outcome))

    ends = by_number(cycle)
    assert (ends[1], ends[2], ends[3]) == (BY_ANSWER[outcome], Ending.NOT_FUNDED, Ending.FUNDED)


def test_an_answer_from_before_the_vote_and_one_that_only_accepts_leave_it_funded(cast: Cast) -> None:
    cycle = make_decided(cast)
    first, third = (cycle.proposals.get(number=number) for number in (1, 3))
    answer(cast, first, ResponseOutcome.ACCEPTED)
    answer(cast, third)
    third.ask.responses.update(answered_at=cycle.voting_from_at)

    ends = by_number(cycle)

    assert (ends[1], ends[3]) == (Ending.FUNDED, Ending.FUNDED)


def test_what_a_resident_disputes_is_not_done(cast: Cast) -> None:
    cycle = make_decided(cast)
    project = cycle.proposals.get(number=1)
    answer(cast, project)
    project.refresh_from_db()

    with pinned(works_at(cycle) + timedelta(hours=1)):
        say_not_done(project, by=cast.neighbour, reason="Half of it is missing.")
    disputed = by_number(cycle)[1]
    answer(cast, project, reason="It was finished", day=3)

    assert (disputed, disputed.is_final, by_number(cycle)[1]) == (Ending.DISPUTED, False, Ending.DONE)


def test_what_follows_the_works_goes_before_an_answer(cast: Cast, readers: None) -> None:
    cycle = make_decided(cast)
    first, third = (cycle.proposals.get(number=number) for number in (1, 3))
    answer(cast, first)
    asked = []

    @tells_progress
    def milestones(projects: Any) -> dict[int, Ending]:
        asked.append(set(projects))
        return {first.pk: Ending.IN_PROGRESS}

    ends = by_number(cycle)

    assert (ends[1], ends[3], asked) == (Ending.IN_PROGRESS, Ending.FUNDED, [{first.pk, third.pk}])


def test_a_project_withdrawn_from_the_vote_is_told_with_its_reason(cast: Cast) -> None:
    cycle = make_vote(cast)
    motion = move_withdrawal(cycle, by=cast.official, number=2, reason="The land was sold.")
    second_withdrawal(motion, by=cast.other_official)

    endings = endings_of(cycle)
    [line] = told(endings, endings.that_are(Ending.LEFT_THE_VOTE), language="en")

    assert (line.proposal.number, line.ending.is_final) == (2, True)
    assert line.reason
    assert (line.reason.text, line.reason.language) == ("The land was sold.", "en")


def test_a_project_withdrawn_before_a_further_count_left_the_vote(cast: Cast) -> None:
    cycle = make_decided(cast)
    project = cycle.proposals.get(number=1)
    motion = move_count(cycle, by=cast.official, reason="It cannot be built.", withdrawn=[project])
    publish(run_count(second_count(motion, by=cast.other_official)))

    assert by_number(cycle)[1] == Ending.LEFT_THE_VOTE


def test_why_it_ended_so_is_told_where_somebody_said_it(cast: Cast) -> None:
    cycle = make_decided(cast)
    rejected, merged = make_in(State.REJECTED, cast, cycle), make_in(State.MERGED, cast, cycle)
    Proposal.objects.filter(pk=rejected.pk).update(rejection_code="duplicate")
    endings = endings_of(cycle)

    lines = {line.proposal.pk: line for line in told(endings, endings.that_are(None), language="en")}

    reasons = {line.proposal.number: str(line.reason) for line in lines.values() if line.reason}
    assert reasons == {
        2: "When its turn came, 4\N{NO-BREAK SPACE}₾ was left: 1\N{NO-BREAK SPACE}₾ less than it costs.",
        4: "Nobody chose it.",
        None: "It repeats another proposal",
    }
    assert lines[merged.pk].merged_into == merged.merged_into
    assert [line.merged_into for pk, line in lines.items() if pk != merged.pk] == [None] * 5


def test_a_merged_proposal_names_no_target_that_is_hidden(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_in(State.MERGED, cast, cycle)  # into a draft
    endings = endings_of(cycle)

    [line] = told(endings, endings.that_are(None), language="en")

    assert line.merged_into is None
