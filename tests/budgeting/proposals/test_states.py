"""Every row of the table of states: who, when, with what reason, and what two people at once are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.queries import possible_transitions
from budgeting.proposals.states import PRIVATE, PUBLIC, SENTENCES, TRANSITIONS, State
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import pinned
from tests.budgeting.cycles.whole_cycle import make_whole_cycle, starts_of
from tests.budgeting.proposals.states_in_play import RIGHT_PERSON, facts_beside, make_in, put_in
from tests.people import Cast

MOVES = [(name, state) for name, transition in TRANSITIONS.items() for state in transition.from_]
EVERYONE = [field.name for field in fields(Cast) if field.name != "municipality"]
NOT_AT_THIS_STAGE = "This is not possible at the cycle's present stage."
COLLEAGUES = {
    "moderator": {"moderator", "other_moderator"},
    "appeal_judge": {"moderator", "other_moderator", "administrator"},
    "reviewer": {"reviewer", "other_reviewer"},
    "moderator_or_reviewer": {"moderator", "other_moderator", "reviewer", "other_reviewer"},
    "ballot_maker": {"official", "other_official"},
}
TOO_LATE = "Somebody has already decided on this proposal. Please look at it again."


@contextmanager
def prepared(name: str, cast: Cast, state: State | None = None) -> Iterator[Proposal]:
    """A proposal ready for the transition, at the first instant of the first stage that allows it."""
    cycle, transition = make_whole_cycle(cast), TRANSITIONS[name]
    proposal = make_in(state or transition.from_[0], cast, cycle)
    if name == "put_on_ballot":
        Proposal.objects.filter(pk=proposal.pk).update(number=1)
        proposal.refresh_from_db()
    with pinned(starts_of(cycle)[transition.stages[0]]):
        yield proposal


def change(proposal: Proposal, name: str, *, by: object, reason: str = "") -> None:
    """Makes the transition with what has to change beside the state."""
    change_state(proposal, name, by=by, reason=reason, **facts_beside(TRANSITIONS[name].to, proposal))


def stored_state(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


def right_person(name: str) -> str:
    return RIGHT_PERSON[TRANSITIONS[name].who]


@pytest.mark.parametrize(("name", "state"), MOVES)
def test_change_state_by_the_right_person_moves_it_and_writes_the_event(cast: Cast, name: str, state: State) -> None:
    person = getattr(cast, right_person(name))
    with prepared(name, cast, state) as proposal:
        change(proposal, name, by=person, reason=" Because. ")

    to = TRANSITIONS[name].to
    assert (proposal.state, stored_state(proposal)) == (to, to)
    event = ProposalEvent.objects.get()
    assert (event.name, event.by, event.reason, event.reason_language) == (name, person, "Because.", "en")
    assert str(event.sentence) == str(SENTENCES[name])


@pytest.mark.parametrize("name", TRANSITIONS)
def test_change_state_works_at_each_stage_of_its_row_and_at_no_other(cast: Cast, name: str) -> None:
    transition, person = TRANSITIONS[name], getattr(cast, right_person(name))
    with prepared(name, cast) as proposal:
        for stage, start in starts_of(proposal.cycle).items():
            put_in(transition.from_[0], proposal)
            with pinned(start):
                if stage in transition.stages:
                    change(proposal, name, by=person, reason="Because.")
                    continue
                with pytest.raises(NotPossible) as refusal:
                    change(proposal, name, by=person, reason="Because.")
                assert str(refusal.value) == NOT_AT_THIS_STAGE

    assert ProposalEvent.objects.count() == len(transition.stages)


@pytest.mark.parametrize("name", TRANSITIONS)
def test_change_state_refuses_everybody_else(cast: Cast, elsewhere: Cast, name: str) -> None:
    right = COLLEAGUES.get(TRANSITIONS[name].who, {right_person(name)})
    wrong = [getattr(cast, person) for person in EVERYONE if person not in right]
    wrong += [getattr(elsewhere, person) for person in EVERYONE]
    with prepared(name, cast) as proposal:
        for person in [*wrong, AnonymousUser()]:
            with pytest.raises(NotAllowed):
                change(proposal, name, by=person, reason="Because.")

    assert stored_state(proposal) == TRANSITIONS[name].from_[0]
    assert ProposalEvent.objects.count() == 0


@pytest.mark.parametrize("name", [name for name, row in TRANSITIONS.items() if row.who in ("moderator", "reviewer")])
def test_change_state_refuses_a_decision_on_ones_own_proposal(cast: Cast, name: str) -> None:
    for kind in (RoleKind.MODERATOR, RoleKind.REVIEWER):
        grant_role(cast.resident, kind, cast.municipality)

    with prepared(name, cast) as proposal, pytest.raises(NotAllowed):
        change(proposal, name, by=cast.resident, reason="Because.")

    assert stored_state(proposal) == TRANSITIONS[name].from_[0]


@pytest.mark.parametrize("reason", ["", "  \n"])
@pytest.mark.parametrize("name", [name for name, row in TRANSITIONS.items() if row.needs_reason])
def test_change_state_refuses_a_needed_reason_that_is_missing(cast: Cast, name: str, reason: str) -> None:
    with prepared(name, cast) as proposal, pytest.raises(NotPossible) as refusal:
        change(proposal, name, by=getattr(cast, right_person(name)), reason=reason)

    assert str(refusal.value) == "Write a reason the author and the public can understand."
    assert (stored_state(proposal), ProposalEvent.objects.count()) == (TRANSITIONS[name].from_[0], 0)


@pytest.mark.parametrize("name", [name for name, row in TRANSITIONS.items() if not row.needs_reason])
def test_change_state_without_a_reason_names_no_language_of_one(cast: Cast, name: str) -> None:
    with prepared(name, cast) as proposal:
        change(proposal, name, by=getattr(cast, right_person(name)))

    event = ProposalEvent.objects.get()
    assert (event.reason, event.reason_language) == ("", "")


@pytest.mark.parametrize("name", TRANSITIONS)
def test_of_two_stale_copies_the_second_is_told(cast: Cast, name: str) -> None:
    person = getattr(cast, right_person(name))
    with prepared(name, cast) as first:
        second = Proposal.objects.select_related("cycle__municipality").get(pk=first.pk)
        change(first, name, by=person, reason="First.")

        with pytest.raises(NotPossible) as refusal:
            change(second, name, by=person, reason="Second.")

    assert str(refusal.value) == TOO_LATE
    assert [event.reason for event in ProposalEvent.objects.all()] == ["First."]
    assert stored_state(first) == TRANSITIONS[name].to


@pytest.mark.parametrize("name", TRANSITIONS)
def test_change_state_refuses_every_state_that_is_not_in_its_row(cast: Cast, name: str) -> None:
    transition = TRANSITIONS[name]
    with prepared(name, cast) as proposal:
        Proposal.objects.filter(pk=proposal.pk).update(number=1, cost_tetri=100)
        for state in State:
            if state in transition.from_:
                continue
            put_in(state, proposal)
            with pytest.raises(NotPossible) as refusal:
                change(proposal, name, by=getattr(cast, right_person(name)), reason="Because.")
            assert str(refusal.value) == TOO_LATE

    assert ProposalEvent.objects.count() == 0


def test_possible_transitions_are_exactly_those_that_then_work(cast: Cast) -> None:
    """For every state, stage and person: what the page offers is what the lock lets through."""
    cycle = make_whole_cycle(cast)
    proposal = make_in(State.DRAFT, cast, cycle)
    Proposal.objects.filter(pk=proposal.pk).update(number=1, cost_tetri=100)
    people = [cast.resident, cast.moderator, cast.reviewer, cast.official, cast.translator]
    for start in starts_of(cycle).values():
        for state in State:
            for person in people:
                with pinned(start):
                    put_in(state, proposal)
                    offered = possible_transitions(person, proposal)
                    assert offered == [name for name in TRANSITIONS if _works(proposal, name, person, state)]


def _works(proposal: Proposal, name: str, person: object, state: State) -> bool:
    try:
        change(proposal, name, by=person, reason="Because.")
    except (NotAllowed, NotPossible):
        return False
    put_in(state, proposal)
    return True


def test_every_state_is_private_or_public_and_can_be_reached() -> None:
    assert sorted([*PRIVATE, *PUBLIC]) == sorted(State)
    assert {row.to for row in TRANSITIONS.values()} == set(State) - {State.DRAFT}


def test_every_transition_names_somebody_who_can_be_asked() -> None:
    assert {row.who for row in TRANSITIONS.values()} == set(RIGHT_PERSON)


def test_withdrawing_frees_nobody_from_the_vote(cast: Cast) -> None:
    """What stands on the ballot stays there: no transition leads away from it."""
    assert [name for name, row in TRANSITIONS.items() if State.ON_BALLOT in row.from_] == []


def test_a_proposal_without_an_author_can_still_be_decided_on(cast: Cast) -> None:
    with prepared("publish", cast) as proposal:
        cast.resident.delete()
        orphan = Proposal.objects.select_related("cycle").get(pk=proposal.pk)

        change(orphan, "publish", by=cast.moderator)

    assert (orphan.author, orphan.author_name, orphan.state) == (None, "Resident", State.PUBLISHED)
    assert Cycle.objects.count() == 1
