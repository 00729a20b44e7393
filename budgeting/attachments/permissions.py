"""Who may attach what the municipality adds itself."""

from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as


def may_record_proposal(user: Person, proposal: Proposal) -> bool:
    """Officials and translators of the place, from the day the project is found feasible until its vote is over."""
    is_in_time = proposal.state in (State.FEASIBLE, State.ON_BALLOT) and not proposal.cycle.is_vote_over
    at_work = places_as(user, RoleKind.OFFICIAL, RoleKind.TRANSLATOR)
    return is_in_time and proposal.cycle.municipality_id in at_work
