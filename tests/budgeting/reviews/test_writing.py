"""Writing a review: what is kept, what is refused, and that it is a reviewer's alone."""

from typing import Any

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.states import State
from budgeting.reviews.actions import publish_reviews, write_review
from budgeting.reviews.models import Review, ReviewState
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from tests.budgeting.reviews.verdicts import DECIDED_ALREADY, OTHERS, make_signed, stored
from tests.factories import make_cycle, make_published, make_settlement, review_facts
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_write_review_keeps_what_is_incomplete_and_moves_nothing(cast: Cast, proposal: Proposal) -> None:
    review = write_review(proposal, by=cast.reviewer, is_feasible=None, reason_ka="ჯერ")

    kept = Review.objects.get()
    assert (kept, kept.reason_ka, kept.is_feasible, kept.reviewer) == (review, "ჯერ", None, cast.reviewer)
    assert stored() == (ReviewState.WRITING, State.UNDER_REVIEW, None)
    assert not ProposalEvent.objects.filter(name__startswith="find_").exists()


def test_write_review_keeps_who_benefits(cast: Cast, proposal: Proposal) -> None:
    settlement = make_settlement(cast.municipality)

    write_review(proposal, by=cast.reviewer, beneficiaries=["women"], benefit_settlements=[settlement])

    kept = Review.objects.get()
    assert (kept.beneficiaries, list(kept.benefit_settlements.all())) == (["women"], [settlement])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"cost_tetri": 1_000_050}, "Write the amount in whole lari, for example 25 000."),
        ({"cost_low_tetri": 150}, "Write the amount in whole lari, for example 25 000."),
        (
            {"cost_low_tetri": 300, "cost_tetri": 200, "cost_high_tetri": 400},
            "The lowest cost cannot be above the likely one.",
        ),
        ({"cost_tetri": 200, "cost_high_tetri": 100}, "The highest cost cannot be below the likely one."),
        ({"cost_low_tetri": 200, "cost_high_tetri": 100}, "The highest cost cannot be below the lowest one."),
        ({"findings": {"smell": {"finding": "yes"}}}, "Answer every point of the checklist."),
        ({"findings": {"land": {"finding": "perhaps"}}}, "Answer every point of the checklist."),
        ({"findings": {"land": {"finding": "yes", "note": "a" * 301}}}, "Answer every point of the checklist."),
        ({"beneficiaries": ["cats"]}, "Choose who benefits from the list."),
        ({"reason_ka": "ა" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
    ],
)
def test_write_review_refuses_what_is_wrong(
    cast: Cast, proposal: Proposal, facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(NotPossible) as refusal:
        write_review(proposal, by=cast.reviewer, **facts)

    assert str(refusal.value) == sentence
    assert not Review.objects.exists()
    assert getattr(proposal, "review", None) is None


def test_write_review_refuses_another_municipalitys_settlement(cast: Cast, elsewhere: Cast, proposal: Proposal) -> None:
    foreign = make_settlement(elsewhere.municipality)

    with pytest.raises(NotPossible) as refusal:
        write_review(proposal, by=cast.reviewer, benefit_settlements=[foreign])

    assert str(refusal.value) == "This settlement belongs to another municipality."
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_write_review_is_a_reviewers_alone(cast: Cast, proposal: Proposal, name: str) -> None:
    with pytest.raises(NotAllowed):
        write_review(proposal, by=getattr(cast, name), **review_facts())
    assert not Review.objects.exists()


def test_write_review_refuses_another_municipalitys_reviewer_and_one_who_is_the_author(
    cast: Cast, elsewhere: Cast, proposal: Proposal
) -> None:
    grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality)
    for stranger in (elsewhere.reviewer, cast.resident):
        with pytest.raises(NotAllowed):
            write_review(proposal, by=stranger, **review_facts())


def test_write_review_before_the_review_began_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible) as refusal:
        write_review(make_published(cast, make_cycle(cast)), by=cast.reviewer, **review_facts())
    assert str(refusal.value) == "Start the review first."


def test_write_review_of_a_proposal_withdrawn_meanwhile_is_refused(cast: Cast, proposal: Proposal) -> None:
    change_state(Proposal.objects.get(), "withdraw", by=cast.resident)

    with pytest.raises(NotPossible) as refusal:
        write_review(proposal, by=cast.reviewer, **review_facts())
    assert str(refusal.value) == DECIDED_ALREADY


@pytest.mark.parametrize("is_written", [False, True])
def test_of_two_reviewers_who_write_at_once_the_second_is_told(
    cast: Cast, proposal: Proposal, is_written: bool
) -> None:
    seen = write_review(proposal, by=cast.reviewer, reason_ka="პირველი").digest if is_written else ""
    stale = Proposal.objects.get()
    write_review(proposal, by=cast.reviewer, seen=seen, reason_ka="მეორე")

    with pytest.raises(NotPossible) as refusal:
        write_review(stale, by=cast.other_reviewer, seen=seen, reason_ka="მესამე")

    assert str(refusal.value) == (
        "Somebody else has written in this review meanwhile. Saving again replaces their text."
    )
    assert Review.objects.get().reason_ka == "მეორე"


def test_what_is_signed_or_published_is_not_written_again(cast: Cast) -> None:
    review = make_signed(cast)
    for _time in range(2):
        with pytest.raises(NotPossible) as refusal:
            write_review(review.proposal, by=cast.reviewer, reason_ka="სხვა")
        assert str(refusal.value) == "The second reader has signed this review already."
        if not review.is_public:
            publish_reviews([review], by=cast.reviewer)
