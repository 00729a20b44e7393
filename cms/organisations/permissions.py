"""Who may do what with an organisation, its people and its pages."""

from wagtail.models import Page

from cms.organisations.queries import organisation_of
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.accounts.roles import Person, has_role
from portal.places.models import Municipality


def may_run_the_portal(user: Person) -> bool:
    """Opens and verifies organisations, takes pages down."""
    return isinstance(user, User) and user.is_active and user.is_superuser


def may_take_down(user: Person, page: Page) -> bool:
    """Only the portal's administrator, and only pages of organisations: no municipality has a say in these."""
    return may_run_the_portal(user) and organisation_of(page) is not None


def may_manage_members(user: Person, organisation: Organisation) -> bool:
    return is_member(user, organisation, RoleKind.CSO_OWNER)


def may_set_page_check(user: Person, municipality: Municipality) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)


def is_member(user: Person, organisation: Organisation, *kinds: RoleKind) -> bool:
    """Whether the person holds one of the roles in the organisation; any role where none is named."""
    return (
        isinstance(user, User) and user.is_active and any(_fits(role, organisation, kinds) for role in user.held_roles)
    )


def _fits(role: Role, organisation: Organisation, kinds: tuple[RoleKind, ...]) -> bool:
    return role.organisation_id == organisation.pk and (not kinds or role.kind in kinds)
