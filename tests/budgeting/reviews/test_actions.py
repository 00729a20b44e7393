"""Writing, handing over, signing, giving back and publishing a review."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.states import State
from budgeting.reviews.actions import (
    hand_to_second_reader,
    publish_reviews,
    return_review,
    sign_review,
    start_review,
    write_review,
)
from budgeting.reviews.models import Check, Review, ReviewState
from budgeting.voting.checklist import voting_checklist
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import (
    again,
    make_signed,
    make_third_reviewer,
    make_to_sign,
    make_under_review,
)
from tests.factories import make_cycle, make_published, make_settlement, review_facts
from tests.people import ROLES, Cast

pytestmark = pytest.mark.django_db

CAP = 2_500_000
DECIDED_ALREADY = "Somebody has already decided on this proposal. Please look at it again."
OTHERS = ["resident", "neighbour", *(name for name in ROLES if "reviewer" not in name)]


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_under_review(cast)


def stored() -> tuple[str, str, int | None]:
    """The states of the one review and of its proposal, and the proposal's cost."""
    review = Review.objects.select_related("proposal").get()
    return review.state, review.proposal.state, review.proposal.cost_tetri


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


def test_publish_moves_the_proposal_with_its_cost_and_tells_the_author(cast: Cast) -> None:
    review = make_signed(cast, cost_tetri=CAP)
    Notice.objects.all().delete()

    publish_reviews([review], by=cast.reviewer)

    assert stored() == (ReviewState.PUBLISHED, State.FEASIBLE, CAP)
    assert [notice.user for notice in Notice.objects.all()] == [cast.resident]
    entry = Entry.objects.get(act="publish_review")
    assert (entry.by, entry.municipality, entry.facts) == (cast.reviewer, cast.municipality, {"is_feasible": True})


def test_publish_of_a_refusal_gives_the_author_the_reason_in_their_language(cast: Cast) -> None:
    publish_reviews([make_signed(cast, is_feasible=False, cost_tetri=500)], by=cast.other_reviewer)

    assert stored() == (ReviewState.PUBLISHED, State.NOT_FEASIBLE, None)
    event = ProposalEvent.objects.get(name="find_not_feasible")
    assert (event.reason, event.reason_language) == ("It can be done az", "az")


@pytest.mark.parametrize("name", OTHERS)
def test_publish_is_a_reviewers_alone(cast: Cast, name: str) -> None:
    review = make_signed(cast)
    with pytest.raises(NotAllowed):
        publish_reviews([review], by=getattr(cast, name))
    assert stored() == (ReviewState.SIGNED, State.UNDER_REVIEW, None)


def test_publish_of_what_is_not_signed_is_refused(cast: Cast) -> None:
    review = make_to_sign(cast)
    with pytest.raises(NotPossible):
        publish_reviews([review], by=cast.reviewer)
    assert stored() == (ReviewState.TO_SIGN, State.UNDER_REVIEW, None)


def test_a_batch_stops_at_one_that_was_given_back_meanwhile_and_publishes_nothing(cast: Cast) -> None:
    first, second = make_signed(cast), make_signed(cast)
    batch = [again(first), again(second)]
    return_review(second, by=cast.other_reviewer, note="no")
    Notice.objects.all().delete()

    with pytest.raises(NotPossible) as refusal:
        publish_reviews(batch, by=cast.reviewer)

    assert str(refusal.value) == f"{second.proposal}: {DECIDED_ALREADY}"
    assert set(Proposal.objects.values_list("state", "cost_tetri")) == {(State.UNDER_REVIEW, None)}
    assert not Notice.objects.exists()
    assert not Entry.objects.filter(act="publish_review").exists()


def test_publish_of_a_proposal_withdrawn_meanwhile_is_refused(cast: Cast) -> None:
    review = make_signed(cast)
    change_state(Proposal.objects.get(), "withdraw", by=cast.resident)

    with pytest.raises(NotPossible):
        publish_reviews([review], by=cast.reviewer)
    assert stored() == (ReviewState.SIGNED, State.WITHDRAWN, None)


def test_what_is_signed_or_published_is_not_written_again(cast: Cast) -> None:
    review = make_signed(cast)
    for _time in range(2):
        with pytest.raises(NotPossible) as refusal:
            write_review(review.proposal, by=cast.reviewer, reason_ka="სხვა")
        assert str(refusal.value) == "The second reader has signed this review already."
        if not review.is_public:
            publish_reviews([review], by=cast.reviewer)


def test_an_unfinished_review_keeps_the_gate_of_the_vote_red(cast: Cast) -> None:
    review = make_signed(cast)

    def is_decided() -> bool:
        return next(one.is_met for one in voting_checklist(review.proposal.cycle) if "decided" in str(one.text))

    assert review.proposal.cycle.stage == Stage.REVIEWING
    assert is_decided() is False
    publish_reviews([review], by=cast.reviewer)
    assert is_decided() is True


@pytest.mark.parametrize("cost", [None, 0])
def test_database_refuses_a_decided_feasible_review_without_a_cost(
    cast: Cast, proposal: Proposal, cost: int | None
) -> None:
    facts = {"is_feasible": True, "cost_tetri": cost, "reviewer": cast.reviewer, "reason_ka": "მიზეზი"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(proposal=proposal, state=ReviewState.TO_SIGN, **facts)


def test_database_refuses_a_reviewers_own_signature(cast: Cast) -> None:
    review = make_to_sign(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SIGNED, second_reader=cast.reviewer)
