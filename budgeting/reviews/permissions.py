"""Who may act in a review, beyond the transitions of a proposal."""

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import has_part_in, is_author, may_review
from budgeting.proposals.states import State
from budgeting.reviews.models import Question, Review, ReviewState
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as

OPEN = (State.PUBLISHED, State.UNDER_REVIEW)  # the states of a proposal before its verdict
ASSIGNERS = (RoleKind.REVIEWER, RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)


def is_assigner(user: Person, proposal: Proposal) -> bool:
    """A reviewer, moderator or administrator of the place; never of one's own proposal."""
    return proposal.cycle.municipality_id in places_as(user, *ASSIGNERS) and not has_part_in(user, proposal)


def may_assign_reviewers(user: Person, proposal: Proposal) -> bool:
    """An assigner, until there is a verdict."""
    return proposal.state in OPEN and is_assigner(user, proposal)


def may_judge(user: Person, proposal: Proposal) -> bool:
    """A reviewer without a part in the proposal who has stated no conflict of interest."""
    return may_review(user, proposal) and user.pk not in {one.reviewer_id for one in proposal.conflicts.all()}


def may_write_review(user: Person, proposal: Proposal) -> bool:
    """A reviewer it is assigned to, or any reviewer while it is assigned to nobody."""
    if not may_judge(user, proposal):
        return False
    assigned = {one.reviewer_id for one in proposal.assignments.all()}
    return not assigned or user.pk in assigned


def may_sign_review(user: Person, review: Review) -> bool:
    """A reviewer other than the one who wrote it."""
    return review.state == ReviewState.TO_SIGN and user.pk != review.reviewer_id and may_judge(user, review.proposal)


def may_return_review(user: Person, review: Review) -> bool:
    """Whoever might sign it; also what is signed, as long as it is not published."""
    is_open = review.state in (ReviewState.TO_SIGN, ReviewState.SIGNED)
    return is_open and user.pk != review.reviewer_id and may_judge(user, review.proposal)


def may_publish_review(user: Person, review: Review) -> bool:
    return review.state == ReviewState.SIGNED and may_judge(user, review.proposal)


def may_read_review(user: Person, review: Review) -> bool:
    """Everybody once it is published; until then the place's reviewers alone, and none with a part in the proposal."""
    return review.is_public or may_review(user, review.proposal)


def may_ask_author(user: Person, proposal: Proposal) -> bool:
    return proposal.state == State.UNDER_REVIEW and may_judge(user, proposal)


def may_answer_question(user: Person, question: Question) -> bool:
    """An author, once, as long as the review goes on; also after the day it was due."""
    is_open = question.answered_at is None and question.proposal.state == State.UNDER_REVIEW
    return is_open and is_author(user, question.proposal)


def may_reply_to_review(user: Person, review: Review) -> bool:
    """An author, once, from the publication of the verdict until the vote is over."""
    is_open = review.is_public and review.replied_at is None and not review.proposal.cycle.is_vote_over
    return is_open and is_author(user, review.proposal)


def may_name_rivals(user: Person, proposal: Proposal) -> bool:
    """A reviewer, of a feasible proposal, until the vote is signed for."""
    return proposal.state == State.FEASIBLE and not proposal.cycle.is_frozen and may_review(user, proposal)
