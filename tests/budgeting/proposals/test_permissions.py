"""Who sees a proposal: the predicate and the query must agree, for everybody and every state."""

from dataclasses import fields

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_edit_proposal, may_view_proposal, may_write_proposal
from budgeting.proposals.states import PRIVATE, PUBLIC, State
from portal.accounts.models import User
from portal.accounts.roles import Person
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_submitted
from tests.people import ROLES, Cast

EVERYONE = [field.name for field in fields(Cast) if field.name != "municipality"]
STAFF = [name for name in ROLES if name != "observer"]


def in_every_state(cast: Cast, stage: Stage = Stage.PROPOSING) -> None:
    cycle = make_cycle(cast, stage)
    for state in State:
        make_in(state, cast, cycle)


def seen_by(user: Person) -> list[State]:
    """The states the query shows, once the predicate has said the same of every proposal."""
    visible = set(Proposal.objects.visible_to(user))
    assert {proposal for proposal in Proposal.objects.all() if may_view_proposal(user, proposal)} == visible
    return [state for state in State if state in {proposal.state for proposal in visible}]


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.PROPOSING])
@pytest.mark.parametrize("name", EVERYONE)
def test_predicate_and_query_agree_here_and_elsewhere(cast: Cast, elsewhere: Cast, name: str, stage: Stage) -> None:
    in_every_state(cast, stage)
    public = [] if stage == Stage.PREPARING else list(PUBLIC)
    at_work = [state for state in State if state != State.DRAFT]
    expected = {"resident": list(State), "observer": list(PUBLIC), **dict.fromkeys(STAFF, at_work)}

    assert seen_by(getattr(cast, name)) == expected.get(name, public)
    assert seen_by(getattr(elsewhere, name)) == public


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.PROPOSING])
def test_a_stranger_sees_public_states_of_public_cycles(cast: Cast, stage: Stage) -> None:
    in_every_state(cast, stage)

    assert seen_by(AnonymousUser()) == ([] if stage == Stage.PREPARING else list(PUBLIC))


def test_a_draft_is_seen_by_its_author_alone(cast: Cast, elsewhere: Cast) -> None:
    make_in(State.DRAFT, cast, make_cycle(cast))
    people = {f"{name} here": getattr(cast, name) for name in EVERYONE}
    people |= {f"{name} elsewhere": getattr(elsewhere, name) for name in EVERYONE}

    assert [who for who, user in people.items() if seen_by(user)] == ["resident here"]
    assert seen_by(AnonymousUser()) == []


def test_who_runs_the_site_sees_what_the_predicate_says(cast: Cast) -> None:
    in_every_state(cast)

    assert seen_by(User.objects.create_superuser("root@khma.example")) == list(State)


def test_a_dismissed_moderator_sees_what_the_public_sees(cast: Cast) -> None:
    in_every_state(cast)
    cast.moderator.is_active = False
    cast.moderator.save()

    assert seen_by(User.objects.get(pk=cast.moderator.pk)) == list(PUBLIC)


def test_a_text_nobody_has_checked_stays_hidden_when_its_author_withdraws_it(cast: Cast) -> None:
    """Visible after moderation (design, 4): to withdraw must not be a way around the moderators."""
    proposal = make_submitted(cast, make_cycle(cast))

    change_state(proposal, "withdraw", by=cast.resident)

    assert (list(Proposal.objects.visible_to(AnonymousUser())), seen_by(cast.neighbour)) == ([], [])


def test_only_the_author_edits_and_only_what_is_not_handed_in(cast: Cast) -> None:
    cycle = make_cycle(cast)
    proposals = [make_in(state, cast, cycle) for state in State]

    editable = {
        name: [proposal.state for proposal in proposals if may_edit_proposal(getattr(cast, name), proposal)]
        for name in EVERYONE
    }

    assert {name: states for name, states in editable.items() if states} == {"resident": [State.DRAFT, State.RETURNED]}
    assert set(PRIVATE) == {State.DRAFT, State.SUBMITTED, State.RETURNED}


@pytest.mark.parametrize("stage", list(Stage))
def test_proposals_are_written_during_the_call_by_whoever_has_signed_in(cast: Cast, stage: Stage) -> None:
    cycle = make_cycle(cast, Stage.VOTING if stage == Stage.SUPPORTING else stage)

    may = [may_write_proposal(user, cycle) for user in (cast.neighbour, cast.official, AnonymousUser())]

    assert may == ([True, True, False] if stage == Stage.PROPOSING else [False] * 3)
