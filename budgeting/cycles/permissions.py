"""Who may do what with a cycle."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import Person, has_role, places_as
from portal.places.models import Municipality


def may_view_cycle(user: Person, cycle: Cycle) -> bool:
    """Twin of `Cycle.objects.visible_to`."""
    if cycle.proposing_cleared_at or getattr(user, "is_superuser", False):
        return True
    return cycle.municipality_id in places_as(user, *STAFF_ROLES, RoleKind.OBSERVER)


def may_create_cycle(user: Person, municipality: Municipality) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)


def may_sign_gate(user: Person, cycle: Cycle) -> bool:
    return has_role(user, RoleKind.OFFICIAL, cycle.municipality_id)


def may_change_areas(user: Person, cycle: Cycle) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, cycle.municipality_id)
