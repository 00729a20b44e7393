"""Who may back a proposal, and when."""

from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_view_proposal
from budgeting.proposals.states import State
from portal.accounts.roles import Person


def may_back_proposal(user: Person, proposal: Proposal) -> bool:
    """Whoever has signed in and may read it."""
    return user.is_authenticated and may_view_proposal(user, proposal)


def takes_backing(proposal: Proposal) -> bool:
    return proposal.state == State.PUBLISHED and proposal.cycle.stage == Stage.SUPPORTING
