"""What waits for whom."""

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import answer_proposal, translate_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.queries import possible_transitions, waiting_for
from budgeting.proposals.states import State
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_published, make_vote
from tests.people import Cast


def states_waiting(cast: Cast, name: str, kind: RoleKind) -> list[str]:
    return [proposal.state for proposal in waiting_for(getattr(cast, name), kind)]


def test_waiting_for_moderator_and_reviewer_is_what_they_can_decide(cast: Cast) -> None:
    cycle = make_cycle(cast)
    for state in State:
        make_in(state, cast, cycle)

    assert states_waiting(cast, "moderator", RoleKind.MODERATOR) == [State.SUBMITTED]
    assert states_waiting(cast, "reviewer", RoleKind.REVIEWER) == [State.PUBLISHED, State.UNDER_REVIEW]
    assert states_waiting(cast, "administrator", RoleKind.ADMINISTRATOR) == []


@pytest.mark.parametrize("kind", [RoleKind.MODERATOR, RoleKind.REVIEWER])
def test_ones_own_proposal_never_waits_for_one(cast: Cast, kind: RoleKind) -> None:
    cycle = make_cycle(cast)
    for state in State:
        make_in(state, cast, cycle)
    grant_role(cast.resident, kind, cast.municipality)

    assert list(waiting_for(cast.resident, kind)) == []


def test_waiting_for_a_moderator_still_lists_proposals_whose_author_has_left(cast: Cast) -> None:
    proposal = make_in(State.SUBMITTED, cast, make_cycle(cast))
    Proposal.objects.update(author=None)

    assert list(waiting_for(cast.moderator, RoleKind.MODERATOR)) == [proposal]


def test_waiting_for_an_official_is_what_has_no_answer_yet(cast: Cast) -> None:
    cycle = make_cycle(cast)
    answered, waiting = make_published(cast, cycle), make_published(cast, cycle)
    reasons = {"reason_ka": "კარგია", "reason_az": "Yaxşıdır"}
    answer_proposal(answered, by=cast.official, outcome="accepted", evidence="Line 5", **reasons)

    assert list(waiting_for(cast.official, RoleKind.OFFICIAL)) == [waiting]


def test_waiting_for_a_translator_is_what_lacks_a_public_language_before_the_freeze(cast: Cast) -> None:
    cycle = make_cycle(cast)
    proposal = make_published(cast, cycle)
    make_in(State.SUBMITTED, cast, cycle)
    frozen = make_vote(cast, (1_000_000,))
    Proposal.objects.filter(cycle=frozen).update(title_hy="")

    before = list(waiting_for(cast.translator, RoleKind.TRANSLATOR))
    for language in ("ka", "hy"):
        translate_proposal(proposal, language, by=cast.translator, title="Title", summary="Summary")

    assert before == [proposal]
    assert list(waiting_for(cast.translator, RoleKind.TRANSLATOR)) == []


def test_waiting_is_the_oldest_first_and_over_all_ones_municipalities(cast: Cast, elsewhere: Cast) -> None:
    grant_role(cast.moderator, RoleKind.MODERATOR, elsewhere.municipality)
    here = make_in(State.SUBMITTED, cast, make_cycle(cast))
    there = make_in(State.SUBMITTED, elsewhere, make_cycle(elsewhere))

    assert list(waiting_for(cast.moderator, RoleKind.MODERATOR)) == [here, there]
    assert list(waiting_for(elsewhere.moderator, RoleKind.MODERATOR)) == [there]


@pytest.mark.parametrize("name", ["resident", "reviewer", "official", "observer"])
def test_nothing_waits_for_who_does_not_hold_the_role(cast: Cast, name: str) -> None:
    make_in(State.SUBMITTED, cast, make_cycle(cast))

    assert list(waiting_for(getattr(cast, name), RoleKind.MODERATOR)) == []


def test_possible_transitions_by_role(cast: Cast) -> None:
    cycle = make_cycle(cast)
    submitted, published = make_in(State.SUBMITTED, cast, cycle), make_in(State.PUBLISHED, cast, cycle)
    draft, feasible = make_in(State.DRAFT, cast, cycle), make_in(State.FEASIBLE, cast, cycle)

    assert possible_transitions(cast.resident, draft) == ["submit"]
    assert possible_transitions(cast.resident, submitted) == ["withdraw"]
    assert possible_transitions(cast.moderator, submitted) == ["publish", "send_back", "reject"]
    assert possible_transitions(cast.moderator, published) == ["reject"]
    assert possible_transitions(cast.reviewer, published) == ["start_review"]
    assert possible_transitions(cast.official, feasible) == ["put_on_ballot"]
    assert possible_transitions(cast.neighbour, submitted) == []
    assert possible_transitions(AnonymousUser(), published) == []


def test_possible_transitions_end_with_the_stage(cast: Cast) -> None:
    published = make_in(State.PUBLISHED, cast, make_cycle(cast, Stage.CLOSED))
    published.cycle.voting_cleared_at = published.cycle.voting_from_at

    people = (cast.resident, cast.moderator, cast.reviewer, cast.official)

    assert [possible_transitions(person, published) for person in people] == [[]] * 4
