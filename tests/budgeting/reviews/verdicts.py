"""Proposals on each step of a review, for the tests of reviews."""

from typing import Any

from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import hand_to_second_reader, start_review, write_review
from budgeting.reviews.models import Review
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from tests.factories import make_cycle, make_published, make_signed_review, review_facts
from tests.people import ROLES, Cast

DECIDED_ALREADY = "Somebody has already decided on this proposal. Please look at it again."
OTHERS = ["resident", "neighbour", *(name for name in ROLES if "reviewer" not in name)]


def make_under_review(cast: Cast, **facts: Any) -> Proposal:
    """In a cycle that is reviewing, written in Azerbaijani."""
    proposal = make_published(cast, make_cycle(cast, Stage.REVIEWING), **facts)
    start_review(proposal, by=cast.reviewer)
    return proposal


def make_to_sign(cast: Cast, proposal: Proposal | None = None, **facts: Any) -> Review:
    """Written by the reviewer and handed to the second reader."""
    review = write_review(proposal or make_under_review(cast), by=cast.reviewer, **review_facts(**facts))
    hand_to_second_reader(review, by=cast.reviewer)
    return review


def make_signed(cast: Cast, **facts: Any) -> Review:
    return make_signed_review(cast, make_under_review(cast), **facts)


def make_third_reviewer(cast: Cast) -> User:
    return grant_role(cast.neighbour, RoleKind.REVIEWER, cast.municipality).user


def again(review: Review) -> Review:
    """A second copy of the row, as another person's request has it."""
    return Review.objects.select_related("proposal__cycle__municipality").get(pk=review.pk)


def stored() -> tuple[str, str, int | None]:
    """The states of the one review and of its proposal, and the proposal's cost."""
    review = Review.objects.select_related("proposal").get()
    return review.state, review.proposal.state, review.proposal.cost_tetri
