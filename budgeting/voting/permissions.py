"""Who may run a vote. Casting a ballot asks for an identity, never for a role."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as


def may_issue_cards(user: Person, cycle: Cycle) -> bool:
    return cycle.municipality_id in places_as(user, RoleKind.BOOTH_OFFICER, RoleKind.ADMINISTRATOR)


def may_check_identity(user: Person, cycle: Cycle) -> bool:
    """Who looks at documents: at a booth, or at the municipality."""
    return cycle.municipality_id in places_as(user, RoleKind.BOOTH_OFFICER, RoleKind.OFFICIAL)
