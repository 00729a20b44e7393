"""Handing a review to the second reader: only when it is complete, and as it is stored."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.reviews.actions import hand_to_second_reader, start_review, write_review
from budgeting.reviews.models import Check, Review, ReviewState
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import DECIDED_ALREADY, again, make_to_sign, make_under_review, stored
from tests.factories import make_cycle, make_published, review_facts
from tests.people import Cast

pytestmark = pytest.mark.django_db
CAP = 2_500_000


def test_hand_to_second_reader_waits_for_a_signature_and_tells_the_author_nothing(
    cast: Cast, proposal: Proposal
) -> None:
    Notice.objects.all().delete()

    review = make_to_sign(cast, proposal)

    assert stored() == (ReviewState.TO_SIGN, State.UNDER_REVIEW, None)
    assert review.decided_at is not None
    assert not Notice.objects.exists()
    entry = Entry.objects.get(act="hand_to_second_reader")
    assert (entry.by, entry.municipality, entry.facts) == (cast.reviewer, cast.municipality, {})


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"is_feasible": None}, "Choose a verdict."),
        ({"findings": {}}, "Answer every point of the checklist."),
        (
            {"findings": {check: {"finding": "yes" if check != Check.LAW else ""} for check in Check.values}},
            "Answer every point of the checklist.",
        ),
        ({"has_no_conflict": False}, "Say whether you have a conflict of interest."),
        ({"conflict": "ძმა"}, "You have stated a conflict of interest: somebody else has to decide."),
        ({"cost_tetri": None}, "A feasible proposal needs a cost."),
        ({"cost_tetri": 0}, "A feasible proposal needs a cost."),
        ({"cost_tetri": CAP + 100}, "The cost is above the limit for one project in this cycle."),
        ({"cost_source": ""}, "Say where the cost comes from."),
        ({"reason_ka": ""}, "Write the reason in Georgian and in the author's language."),
        ({"reason_az": ""}, "Write the reason in Georgian and in the author's language."),
        ({"is_feasible": False, "reason_az": ""}, "Write the reason in Georgian and in the author's language."),
    ],
)
def test_hand_to_second_reader_refuses_what_is_incomplete(
    cast: Cast, proposal: Proposal, facts: dict[str, Any], sentence: str
) -> None:
    review = write_review(proposal, by=cast.reviewer, **review_facts(**facts))

    with pytest.raises(NotPossible) as refusal:
        hand_to_second_reader(review, by=cast.reviewer)

    assert str(refusal.value) == sentence
    assert stored() == (ReviewState.WRITING, State.UNDER_REVIEW, None)


def test_hand_to_second_reader_has_no_cap_where_the_cycle_has_none(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast, cost_cap_tetri=None))
    start_review(proposal, by=cast.reviewer)
    make_to_sign(cast, proposal, cost_tetri=CAP * 100)
    assert stored()[0] == ReviewState.TO_SIGN


def test_a_refusal_needs_no_cost_and_a_georgian_proposal_one_reason(cast: Cast) -> None:
    proposal = make_under_review(cast, written_in="ka")
    reasons = {"reason_ka": "მიზეზი", "reason_hy": "", "reason_az": "", "reason_en": ""}
    make_to_sign(cast, proposal, is_feasible=False, cost_tetri=None, cost_source="", **reasons)
    assert stored()[0] == ReviewState.TO_SIGN


def test_hand_over_of_what_somebody_else_wrote_meanwhile_is_refused(cast: Cast, proposal: Proposal) -> None:
    stale = again(write_review(proposal, by=cast.reviewer, **review_facts()))
    write_review(proposal, by=cast.other_reviewer, **review_facts(cost_tetri=None))

    with pytest.raises(NotPossible) as refusal:
        hand_to_second_reader(stale, by=cast.reviewer)

    assert str(refusal.value) == "Somebody else has written in this review meanwhile. Please look at it again."
    assert stored() == (ReviewState.WRITING, State.UNDER_REVIEW, None)


def test_hand_over_checks_what_is_stored_not_a_stale_copy(cast: Cast, proposal: Proposal) -> None:
    stale = again(write_review(proposal, by=cast.reviewer, **review_facts()))
    write_review(proposal, by=cast.reviewer, **review_facts(cost_tetri=None))

    with pytest.raises(NotPossible) as refusal:
        hand_to_second_reader(stale, by=cast.reviewer)
    assert str(refusal.value) == "A feasible proposal needs a cost."


def test_hand_over_twice_is_told(cast: Cast) -> None:
    review = make_to_sign(cast)
    with pytest.raises(NotPossible) as refusal:
        hand_to_second_reader(review, by=cast.reviewer)
    assert str(refusal.value) == DECIDED_ALREADY


@pytest.mark.parametrize("cost", [None, 0])
def test_database_refuses_a_decided_feasible_review_without_a_cost(
    cast: Cast, proposal: Proposal, cost: int | None
) -> None:
    facts = {"is_feasible": True, "cost_tetri": cost, "reviewer": cast.reviewer, "reason_ka": "მიზეზი"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(proposal=proposal, state=ReviewState.TO_SIGN, **facts)
