"""Who may back a proposal: whoever has signed in and may read it."""

from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author, may_view_proposal
from budgeting.proposals.states import State
from portal.accounts.roles import Person


def may_back_proposal(user: Person, proposal: Proposal) -> bool:
    """Its authors do not: that they want it is known. `takes_backing` says when."""
    return user.is_authenticated and may_view_proposal(user, proposal) and not is_author(user, proposal)


def takes_backing(proposal: Proposal) -> bool:
    return proposal.state == State.PUBLISHED and proposal.cycle.stage == Stage.SUPPORTING
