"""The last gate: what holds it, and who opens it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from budgeting.cycles import checklist
from budgeting.cycles.checklist import Requirement, holds_the_close
from budgeting.cycles.models import Cycle, GateSignature
from budgeting.cycles.stages import Gate, Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.outcomes.gate import before_the_close, sign_closing_gate
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.responses.models import Ask, Response, ResponseOutcome
from budgeting.results.models import Count
from portal.clock import pinned
from portal.log.models import Entry
from tests.budgeting.outcomes.decided import answer, answer_all, make_decided, works_at
from tests.budgeting.proposals.states_in_play import make_in
from tests.people import ROLES, Cast

STAGE = "This is not possible at the cycle's present stage."
RED = "The checklist is not complete yet."


@pytest.fixture
def ready(cast: Cast) -> Cycle:
    """Everything is decided and answered."""
    cycle = make_decided(cast)
    answer_all(cast, cycle)
    return cycle


def red(cycle: Cycle) -> dict[str, list[tuple[str, str]]]:
    with pinned(works_at(cycle)):
        lines = before_the_close(Cycle.objects.get(pk=cycle.pk))
    return {str(line.text): [(str(one.title), one.what) for one in line.links] for line in lines if not line.is_met}


def sign(cycle: Cycle, by: Any, later: timedelta = timedelta(0)) -> bool:
    with pinned(works_at(cycle) + later):
        return sign_closing_gate(Cycle.objects.get(pk=cycle.pk), by=by)


def test_two_officials_close_a_cycle_at_the_end_of_its_dates(cast: Cast, ready: Cycle) -> None:
    first = sign(ready, cast.official)
    held = Cycle.objects.get().stage_at(ready.implementing_until_at)
    second = sign(ready, cast.other_official)

    stored = Cycle.objects.get()
    end = ready.implementing_until_at
    assert (red(ready), first, held, second) == ({}, False, Stage.IMPLEMENTING, True)
    assert stored.closing_cleared_at == works_at(ready)
    assert [stored.stage_at(at) for at in (end - timedelta(seconds=1), end)] == [Stage.IMPLEMENTING, Stage.CLOSED]
    signed = Entry.objects.filter(act="sign_gate", facts__gate="closing").order_by("pk")
    assert [entry.by for entry in signed] == [cast.official, cast.other_official]


def test_a_cycle_held_past_its_dates_closes_with_the_second_signature(cast: Cast, ready: Cycle) -> None:
    late = ready.implementing_until_at - works_at(ready) + timedelta(days=30)

    signed = [sign(ready, by, late) for by in (cast.official, cast.other_official)]

    assert (signed, Cycle.objects.get().stage_at(works_at(ready) + late)) == ([False, True], Stage.CLOSED)


@pytest.mark.parametrize("name", ["resident", *(name for name in ROLES if "official" not in name)])
def test_closing_a_cycle_is_an_officials_alone(cast: Cast, ready: Cycle, name: str) -> None:
    with pytest.raises(NotAllowed):
        sign(ready, getattr(cast, name))

    assert GateSignature.objects.filter(gate=Gate.CLOSING).count() == 0


def test_an_official_from_elsewhere_closes_nothing(elsewhere: Cast, ready: Cycle) -> None:
    with pytest.raises(NotAllowed):
        sign(ready, elsewhere.official)


def test_one_official_alone_closes_nothing(cast: Cast, ready: Cycle) -> None:
    sign(ready, cast.official)

    with pytest.raises(NotPossible, match="another official has to sign too"):
        sign(ready, cast.official)

    assert Cycle.objects.get().closing_cleared_at is None


def test_a_closed_cycle_is_not_closed_again(cast: Cast, ready: Cycle) -> None:
    sign(ready, cast.official)
    sign(ready, cast.other_official)

    with pytest.raises(NotPossible) as refusal:
        sign(ready, cast.official)

    assert (str(refusal.value), GateSignature.objects.filter(gate=Gate.CLOSING).count()) == (STAGE, 2)


def test_the_objections_are_over_first(cast: Cast, ready: Cycle) -> None:
    with pinned(ready.objections_until_at - timedelta(seconds=1)):
        lines = [str(line.text) for line in before_the_close(ready) if not line.is_met]
        with pytest.raises(NotPossible) as refusal:
            sign_closing_gate(ready, by=cast.official)

    assert (lines, str(refusal.value)) == (["The time for objections is over"], STAGE)


def _unpublish(cycle: Cycle) -> None:
    Count.objects.update(published_at=None)


def _undo(cycle: Cycle) -> None:
    Response.objects.filter(ask__proposal__number=1).update(outcome=ResponseOutcome.IN_PROGRESS)


def _owe(cycle: Cycle) -> None:
    Ask.objects.filter(proposal__number=2).update(owed_on=cycle.objections_until_at.date())


def _title(cycle: Cycle, number: int) -> str:
    return str(cycle.proposals.get(number=number).title_en)


SPOILED: list[tuple[Callable[[Cycle], None], str, list[tuple[int, str]]]] = [
    (_undo, "Every proposal has a final outcome", [(1, "Works under way")]),
    (_owe, "Nothing is owed to anybody who proposed something", [(2, "An answer is owed")]),
]


@pytest.mark.parametrize(("spoil", "line", "lacking"), SPOILED)
def test_each_missing_piece_is_named_with_its_proposal_and_holds_the_gate(
    cast: Cast, ready: Cycle, spoil: Callable[[Cycle], None], line: str, lacking: list[tuple[int, str]]
) -> None:
    spoil(ready)

    with pytest.raises(NotPossible) as refusal:
        sign(ready, cast.official)

    assert red(ready) == {line: [(_title(ready, number), what) for number, what in lacking]}
    assert (str(refusal.value), GateSignature.objects.filter(gate=Gate.CLOSING).count()) == (RED, 0)


def test_without_a_published_result_no_project_has_a_final_outcome(cast: Cast, ready: Cycle) -> None:
    _unpublish(ready)

    with pytest.raises(NotPossible) as refusal:
        sign(ready, cast.official)

    assert red(ready) == {
        "The result of the vote is published": [],
        "Every proposal has a final outcome": [(_title(ready, number), "On the ballot") for number in (1, 2, 3, 4)],
    }
    assert str(refusal.value) == RED


def test_drafts_and_what_is_hidden_hold_nothing_up(ready: Cycle, cast: Cast) -> None:
    make_in(State.DRAFT, cast, ready)
    hidden = make_in(State.REJECTED, cast, ready)
    Proposal.objects.filter(pk=hidden.pk).update(rejection_code="hate")

    assert red(ready) == {}


def test_a_slice_above_may_hold_the_gate(cast: Cast, ready: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklist, "_DEMANDS", [])
    holds_the_close(lambda cycle: [Requirement("Every complaint is answered", False, (str(cycle.pk),))])

    with pytest.raises(NotPossible) as refusal:
        sign(ready, cast.official)

    assert (list(red(ready)), str(refusal.value)) == (["Every complaint is answered"], RED)


def test_a_signature_stands_only_under_the_outcomes_that_were_seen(cast: Cast, ready: Cycle) -> None:
    """Two stale copies in a row: between the signatures a project that was done is given up."""
    sign(ready, cast.official)
    answer(cast, ready.proposals.get(number=1), ResponseOutcome.DECLINED)

    second = sign(ready, cast.other_official)
    again = sign(ready, cast.official)

    assert (second, again) == (False, True)


def test_two_stale_copies_clear_the_gate_once(cast: Cast, ready: Cycle) -> None:
    sign(ready, cast.official)
    stale = [Cycle.objects.get(), Cycle.objects.get()]

    with pinned(works_at(ready)):
        cleared = sign_closing_gate(stale[0], by=cast.other_official)
        with pytest.raises(NotPossible) as refusal:
            sign_closing_gate(stale[1], by=cast.other_official)

    assert (cleared, str(refusal.value)) == (True, STAGE)
