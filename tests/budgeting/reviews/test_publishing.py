"""Publishing signed reviews: together, once, and with the reason in the author's language."""

import pytest

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.states import State
from budgeting.reviews.actions import publish_reviews, return_review
from budgeting.reviews.models import ReviewState
from budgeting.voting.checklist import voting_checklist
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import DECIDED_ALREADY, OTHERS, again, make_signed, make_to_sign, stored
from tests.people import Cast

pytestmark = pytest.mark.django_db
CAP = 2_500_000


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


def test_an_unfinished_review_keeps_the_gate_of_the_vote_red(cast: Cast) -> None:
    review = make_signed(cast)

    def is_decided() -> bool:
        return next(one.is_met for one in voting_checklist(review.proposal.cycle) if "decided" in str(one.text))

    assert review.proposal.cycle.stage == Stage.REVIEWING
    assert is_decided() is False
    publish_reviews([review], by=cast.reviewer)
    assert is_decided() is True
