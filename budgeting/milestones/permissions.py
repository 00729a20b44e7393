"""Who keeps the record of a project's implementation, and who may say that it is done or is not."""

from budgeting.cycles.models import Cycle
from budgeting.milestones.models import Milestone
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_view_proposal
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import Person, has_role, places_as


def may_keep_milestones(user: Person, cycle: Cycle) -> bool:
    return has_role(user, RoleKind.OFFICIAL, cycle.municipality_id)


def may_confirm_done(user: Person, project: Proposal) -> bool:
    """Anybody who is signed in and may read of it, but for those who work for the municipality itself."""
    works_there = project.cycle.municipality_id in places_as(user, *STAFF_ROLES)
    return user.is_authenticated and not works_there and may_view_proposal(user, project)


def may_change_milestone(user: Person, milestone: Milestone) -> bool:
    return may_keep_milestones(user, milestone.project.cycle)
