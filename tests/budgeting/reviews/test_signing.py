"""The second reader signs a review or gives it back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.states import State
from budgeting.reviews.actions import hand_to_second_reader, return_review, sign_review, write_review
from budgeting.reviews.models import Review, ReviewState
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import (
    DECIDED_ALREADY,
    OTHERS,
    again,
    make_signed,
    make_third_reviewer,
    make_to_sign,
    stored,
)
from tests.factories import review_facts
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_sign_review_waits_to_be_published(cast: Cast) -> None:
    review = make_to_sign(cast)

    sign_review(review, by=cast.other_reviewer, seen=review.digest)

    assert stored() == (ReviewState.SIGNED, State.UNDER_REVIEW, None)
    assert (review.second_reader, review.signed_at is not None) == (cast.other_reviewer, True)
    assert Entry.objects.get(act="sign_review").by == cast.other_reviewer


@pytest.mark.parametrize("name", ["reviewer", *OTHERS])
def test_sign_review_is_another_reviewers_alone(cast: Cast, name: str) -> None:
    review = make_to_sign(cast)
    with pytest.raises(NotAllowed):
        sign_review(review, by=getattr(cast, name))
    assert stored()[0] == ReviewState.TO_SIGN


def test_of_two_second_readers_one_signs_and_the_other_is_told(cast: Cast) -> None:
    review = make_to_sign(cast)
    stale, third = again(review), make_third_reviewer(cast)
    sign_review(review, by=cast.other_reviewer)

    with pytest.raises(NotPossible) as refusal:
        sign_review(stale, by=third)

    assert str(refusal.value) == DECIDED_ALREADY
    assert Review.objects.get().second_reader == cast.other_reviewer
    assert Entry.objects.filter(act="sign_review").count() == 1


def test_a_signature_stands_only_under_what_was_read(cast: Cast) -> None:
    review = make_to_sign(cast)
    read, stale = review.digest, again(review)
    make_to_sign(cast, review.proposal, cost_tetri=2_000_000)

    with pytest.raises(NotPossible) as refusal:
        sign_review(stale, by=cast.other_reviewer, seen=read)

    assert str(refusal.value) == "The review has changed since you read it. Please read it again."
    assert stored()[0] == ReviewState.TO_SIGN


def test_who_took_a_review_over_meanwhile_cannot_sign_it_from_a_stale_page(cast: Cast) -> None:
    review = make_to_sign(cast)
    stale = again(review)
    hand_to_second_reader(
        write_review(review.proposal, by=cast.other_reviewer, **review_facts()), by=cast.other_reviewer
    )

    with pytest.raises(NotAllowed):
        sign_review(stale, by=cast.other_reviewer)


@pytest.mark.parametrize("is_signed", [False, True])
def test_return_review_is_written_again_and_the_reviewer_is_told(cast: Cast, is_signed: bool) -> None:
    review = make_signed(cast) if is_signed else make_to_sign(cast)
    Notice.objects.all().delete()

    return_review(review, by=cast.other_reviewer, note=" ფასი? ")

    assert stored()[0] == ReviewState.WRITING
    assert (review.second_note, review.second_reader, review.signed_at) == ("ფასი?", None, None)
    notice = Notice.objects.get()
    with override(cast.reviewer.language):
        sentence = gettext("The second reader gave your review back.")
    assert (notice.user, notice.sentence, notice.detail) == (cast.reviewer, sentence, "ფასი?")


@pytest.mark.parametrize(
    ("note", "sentence"), [("  ", "Write something first."), ("ა" * 501, "Write at most 500 letters.")]
)
def test_return_review_needs_a_note(cast: Cast, note: str, sentence: str) -> None:
    review = make_to_sign(cast)
    with pytest.raises(NotPossible) as refusal:
        return_review(review, by=cast.other_reviewer, note=note)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", ["reviewer", *OTHERS])
def test_return_review_is_another_reviewers_alone(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        return_review(make_to_sign(cast), by=getattr(cast, name), note="no")


def test_of_a_signature_and_a_return_at_once_the_signature_is_told(cast: Cast) -> None:
    review = make_to_sign(cast)
    stale = again(review)
    return_review(review, by=cast.other_reviewer, note="no")

    with pytest.raises(NotPossible) as refusal:
        sign_review(stale, by=make_third_reviewer(cast))

    assert str(refusal.value) == DECIDED_ALREADY
    assert stored()[0] == ReviewState.WRITING


def test_database_refuses_a_reviewers_own_signature(cast: Cast) -> None:
    review = make_to_sign(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SIGNED, second_reader=cast.reviewer)
