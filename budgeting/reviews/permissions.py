"""Who may act in a review, beyond the transitions of a proposal."""

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.proposals.states import State
from budgeting.reviews.models import Review, ReviewState
from portal.accounts.roles import Person


def may_name_rivals(user: Person, proposal: Proposal) -> bool:
    """A reviewer, of a feasible proposal, until the vote is signed for."""
    return proposal.state == State.FEASIBLE and not proposal.cycle.is_frozen and may_review(user, proposal)


def may_write_review(user: Person, proposal: Proposal) -> bool:
    """A reviewer it is assigned to, or any reviewer while it is assigned to nobody."""
    if not may_review(user, proposal):
        return False
    assigned = {one.reviewer_id for one in proposal.assignments.all()}
    return not assigned or user.pk in assigned


def may_sign_review(user: Person, review: Review) -> bool:
    """A reviewer other than the one who wrote it."""
    return review.state == ReviewState.TO_SIGN and user.pk != review.reviewer_id and may_review(user, review.proposal)
