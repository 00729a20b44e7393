"""Who may act in a review, beyond the transitions of a proposal."""

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.proposals.states import State
from portal.accounts.roles import Person


def may_name_rivals(user: Person, proposal: Proposal) -> bool:
    """A reviewer, of a feasible proposal, until the vote is signed for."""
    return proposal.state == State.FEASIBLE and not proposal.cycle.is_frozen and may_review(user, proposal)
