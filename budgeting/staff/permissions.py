"""Who may give and take roles."""

from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role
from portal.places.models import Municipality


def may_manage_roles(user: Person, municipality: Municipality) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)
