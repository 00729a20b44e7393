"""The lists of work: each person's own, the overdue first, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.reviews.assignments import assign_reviewers, declare_conflict
from budgeting.reviews.dialogue import answer_question, ask_author
from budgeting.reviews.queries import (
    possible_reviewers,
    questions_to_answer,
    reviews_to_publish,
    reviews_to_sign,
    reviews_to_write,
    to_publish,
    to_sign,
    to_write,
)
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now, pinned, today
from tests.budgeting.reviews.verdicts import make_signed, make_third_reviewer, make_to_sign, make_under_review
from tests.factories import make_cycle, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db


def assign(cast: Cast, proposal: Proposal, reviewer: User, days: int) -> None:
    with pinned(now() - timedelta(days=30)):
        assign_reviewers(proposal, by=cast.moderator, reviewers=[reviewer], due_on=today() + timedelta(days=30 + days))


def test_reviews_to_write_are_mine_and_nobodys_the_overdue_first(cast: Cast, elsewhere: Cast) -> None:
    free, mine, late, theirs = (make_under_review(cast) for _number in range(4))
    fresh = make_published(cast, free.cycle)
    make_to_sign(cast)
    make_signed(cast)
    make_under_review(elsewhere)
    assign(cast, mine, cast.reviewer, 5)
    assign(cast, late, cast.reviewer, -2)
    assign(cast, late, cast.other_reviewer, -9)
    assign(cast, theirs, cast.other_reviewer, 5)

    found = list(reviews_to_write(cast.reviewer))

    assert found[:2] == [late, mine]
    assert {proposal.pk for proposal in found[2:]} == {free.pk, fresh.pk}
    assert [(one.due_on, bool(one.is_overdue)) for one in found[:3]] == [
        (today() - timedelta(days=2), True),
        (today() + timedelta(days=5), False),
        (None, False),
    ]


def test_reviews_to_write_leave_out_the_own_proposal_and_a_conflict(cast: Cast) -> None:
    proposal = make_under_review(cast)
    grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality)
    declare_conflict(proposal, by=cast.other_reviewer, text="ძმა")
    assert [list(reviews_to_write(user)) for user in (cast.resident, cast.other_reviewer, cast.moderator)] == [[]] * 3
    assert list(reviews_to_write(cast.reviewer)) == [proposal]


def test_reviews_to_sign_are_those_another_has_decided(cast: Cast, elsewhere: Cast) -> None:
    soon, late = make_to_sign(cast).proposal, make_to_sign(cast).proposal
    assign(cast, late, cast.reviewer, -1)
    make_to_sign(elsewhere)
    make_signed(cast)
    assert list(reviews_to_sign(cast.other_reviewer)) == [late, soon]
    assert list(reviews_to_sign(cast.reviewer)) == []
    third = make_third_reviewer(cast)
    declare_conflict(late, by=third, text="ძმა")
    assert list(reviews_to_sign(third)) == [soon]


def test_reviews_to_publish_are_the_signed_ones(cast: Cast, elsewhere: Cast) -> None:
    first, second = make_signed(cast).proposal, make_signed(cast).proposal
    make_to_sign(cast)
    make_signed(elsewhere)
    assert list(reviews_to_publish(cast.reviewer)) == [first, second]
    assert list(reviews_to_publish(cast.official)) == []


def test_the_inbox_says_how_many_are_open_and_overdue(cast: Cast) -> None:
    late, mine = make_under_review(cast), make_under_review(cast)
    free = make_published(cast, mine.cycle)
    assign(cast, late, cast.reviewer, -2)
    assign(cast, late, cast.other_reviewer, -9)
    assign(cast, mine, cast.reviewer, 5)
    decided, signed = make_to_sign(cast).proposal, make_signed(cast).proposal
    assign(cast, decided, cast.other_reviewer, -1)

    waiting = to_write(cast.reviewer)

    assert (waiting.count(), waiting.overdue) == (3, 1)
    assert [(task.path, task.is_overdue, task.due_on) for task in waiting[0:9]] == [
        (reverse("desk_proposal", args=[late.address]), True, today() - timedelta(days=2)),
        (reverse("desk_proposal", args=[mine.address]), False, today() + timedelta(days=5)),
        (reverse("desk_proposal", args=[free.address]), False, None),
    ]
    others = [to_sign(cast.other_reviewer), to_publish(cast.other_reviewer)]
    assert [(one.count(), one.overdue) for one in others] == [(1, 1), (1, 0)]
    assert [one[0:9][0].path for one in others] == [
        reverse("desk_proposal", args=[proposal.address]) for proposal in (decided, signed)
    ]


def test_nothing_is_to_be_reviewed_once_people_vote(cast: Cast) -> None:
    proposal = make_under_review(cast)
    cycle = proposal.cycle
    Cycle.objects.filter(pk=cycle.pk).update(voting_cleared_at=now())
    assert list(reviews_to_write(cast.reviewer)) == [proposal]
    with pinned(cycle.voting_from_at):
        assert list(reviews_to_write(cast.reviewer)) == []


def test_questions_to_answer_are_the_authors_and_coauthors_open_ones(cast: Cast) -> None:
    proposal = make_under_review(cast)
    CoAuthor.objects.create(proposal=proposal, user=cast.neighbour, name="N")

    def ask(text: str, days: int):
        with pinned(now() - timedelta(days=9)):
            due_on = today() + timedelta(days=9 + days)
            return ask_author(proposal, by=cast.reviewer, text=text, written_in="ka", due_on=due_on)

    soon, late, answered = ask("soon", 4), ask("late", -3), ask("answered", 1)
    answer_question(answered, by=cast.neighbour, text="x", written_in="az")
    for user in (cast.resident, cast.neighbour):
        assert [(one, one.is_overdue) for one in questions_to_answer(user)] == [(late, True), (soon, False)]
    assert list(questions_to_answer(cast.reviewer)) == []


def test_possible_reviewers_have_no_part_and_no_conflict(cast: Cast, elsewhere: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality)
    third = make_third_reviewer(cast)
    declare_conflict(proposal, by=third, text="ძმა")
    assert set(possible_reviewers(proposal)) == {cast.reviewer, cast.other_reviewer}


def test_lists_cost_the_same_with_1_and_5_rows(cast: Cast) -> None:
    costs = []
    for more in (1, 4):
        for _number in range(more):
            assign(cast, make_under_review(cast), cast.reviewer, 2)
            make_to_sign(cast)
            make_signed(cast)
        user = User.objects.get(pk=cast.reviewer.pk)
        with CaptureQueriesContext(connection) as queries:
            for read in (reviews_to_write, reviews_to_sign, reviews_to_publish):
                for proposal in read(user):
                    assert proposal.cycle.municipality.name
                    assert proposal.address
        costs.append(len(queries))
    assert costs[0] == costs[1] == 4
