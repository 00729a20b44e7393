"""What waits for whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.stages import Stage
from budgeting.moderation.queries import submitted_to
from budgeting.proposals.actions import answer_proposal, change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.queries import possible_transitions, to_answer
from budgeting.proposals.states import State
from budgeting.responses.models import Ask
from budgeting.waiting import Waiting
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import today
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_published
from tests.people import Cast


def ids_of(waiting: Waiting) -> list[int]:
    """The ids in the addresses of what waits, in order."""
    return [int(task.path.split("/")[-2].partition("-")[0]) for task in waiting[0:20]]


def test_ones_own_proposal_never_waits_for_one(cast: Cast) -> None:
    cycle = make_cycle(cast)
    for state in State:
        make_in(state, cast, cycle)
    grant_role(cast.resident, RoleKind.MODERATOR, cast.municipality)

    assert submitted_to(cast.resident).count() == 0


def test_waiting_for_a_moderator_still_lists_proposals_whose_author_has_left(cast: Cast) -> None:
    proposal = make_in(State.SUBMITTED, cast, make_cycle(cast))
    Proposal.objects.update(author=None)

    assert ids_of(submitted_to(cast.moderator)) == [proposal.pk]


def test_waiting_for_an_official_is_what_is_owed_the_overdue_first(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    answered, soon, late, taken_back = (make_published(cast, cycle) for _number in range(4))
    make_published(elsewhere, make_cycle(elsewhere))
    reasons = {"reason_ka": "კარგია", "reason_az": "Yaxşıdır"}
    answer_proposal(answered, by=cast.official, outcome="accepted", evidence="Line 5", **reasons)
    change_state(taken_back, "withdraw", by=cast.resident)
    Ask.objects.filter(pk=late.ask_id).update(owed_on=today() - timedelta(days=1))

    waiting = to_answer(cast.official)

    assert (ids_of(waiting), waiting.count(), waiting.overdue) == ([late.pk, soon.pk], 2, 1)
    assert [(task.is_overdue, task.due_on) for task in waiting[0:20]] == [
        (True, today() - timedelta(days=1)),
        (False, soon.ask.owed_on),
    ]
    assert to_answer(cast.reviewer).count() == 0


def test_waiting_is_the_oldest_first_and_over_all_ones_municipalities(cast: Cast, elsewhere: Cast) -> None:
    grant_role(cast.moderator, RoleKind.MODERATOR, elsewhere.municipality)
    here = make_in(State.SUBMITTED, cast, make_cycle(cast))
    there = make_in(State.SUBMITTED, elsewhere, make_cycle(elsewhere))

    assert ids_of(submitted_to(cast.moderator)) == [here.pk, there.pk]
    assert ids_of(submitted_to(elsewhere.moderator)) == [there.pk]


@pytest.mark.parametrize("name", ["resident", "reviewer", "official", "observer"])
def test_nothing_waits_for_who_does_not_hold_the_role(cast: Cast, name: str) -> None:
    make_in(State.SUBMITTED, cast, make_cycle(cast))

    assert submitted_to(getattr(cast, name)).count() == 0


def test_possible_transitions_by_role(cast: Cast) -> None:
    cycle = make_cycle(cast)
    submitted, published = make_in(State.SUBMITTED, cast, cycle), make_in(State.PUBLISHED, cast, cycle)
    draft, feasible = make_in(State.DRAFT, cast, cycle), make_in(State.FEASIBLE, cast, cycle)

    assert possible_transitions(cast.resident, draft) == ["submit"]
    assert possible_transitions(cast.resident, submitted) == ["withdraw"]
    assert possible_transitions(cast.moderator, submitted) == ["publish", "send_back", "reject", "merge"]
    assert possible_transitions(cast.moderator, published) == ["reject", "merge"]
    assert possible_transitions(cast.reviewer, published) == ["start_review"]
    assert possible_transitions(cast.official, feasible) == ["put_on_ballot"]
    assert possible_transitions(cast.neighbour, submitted) == []
    assert possible_transitions(AnonymousUser(), published) == []


def test_possible_transitions_end_with_the_stage(cast: Cast) -> None:
    published = make_in(State.PUBLISHED, cast, make_cycle(cast, Stage.CLOSED))
    published.cycle.voting_cleared_at = published.cycle.voting_from_at

    people = (cast.resident, cast.moderator, cast.reviewer, cast.official)

    assert [possible_transitions(person, published) for person in people] == [[]] * 4
