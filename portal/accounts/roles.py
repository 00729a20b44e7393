"""Who holds which role where: the questions every permission asks."""

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import ORGANISATION_ROLES, Organisation, Role, RoleKind, User
from portal.places.models import Municipality

Person = User | AnonymousUser


def has_role(user: Person, kind: RoleKind, municipality: Municipality | int) -> bool:
    """Whether the person holds this very role in this municipality. Costs one query a request."""
    pk = municipality if isinstance(municipality, int) else municipality.pk
    return any(role.kind == kind and role.municipality_id == pk for role in _held(user))


def places_as(user: Person, *kinds: RoleKind) -> set[int]:
    """The ids of the municipalities in which the person holds one of the roles."""
    return {role.municipality_id for role in _held(user) if role.kind in kinds and role.municipality_id}


def is_staff_anywhere(user: Person) -> bool:
    """Whether the person works for some municipality on this site, holds an office above them, or runs the site."""
    return isinstance(user, User) and (user.is_municipal_staff or user.is_superuser or user.has_duties)


def speaks_for_an_organisation(user: Person) -> bool:
    """Whether the person writes or publishes in an organisation's name."""
    return any(role.kind in ORGANISATION_ROLES for role in _held(user))


def _held(user: Person) -> list[Role]:
    return user.held_roles if isinstance(user, User) and user.is_active else []


def grant_role(user: User, kind: RoleKind, place: Municipality | Organisation) -> Role:
    """Gives the role; giving it twice changes nothing. Who may do so is asked by the caller's slice."""
    field = "municipality" if isinstance(place, Municipality) else "organisation"
    role, _created = Role.objects.get_or_create(user=user, kind=kind, **{field: place})
    user.__dict__.pop("held_roles", None)
    return role
