"""Who may write a proposal down for a resident."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as

ASSISTANTS = (RoleKind.MODERATOR, RoleKind.BOOTH_OFFICER, RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)


def may_enter_proposal(user: Person, cycle: Cycle) -> bool:
    return cycle.municipality_id in places_as(user, *ASSISTANTS)
