"""Giving and taking roles, on the record."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.staff.permissions import may_manage_roles
from portal.accounts.models import Role, RoleKind, User
from portal.accounts.roles import grant_role
from portal.log.models import record
from portal.places.models import Municipality


@transaction.atomic
def give_role(municipality: Municipality, *, by: User, user: User, kind: RoleKind) -> Role:
    """Gives the person a role in this municipality."""
    if not may_manage_roles(by, municipality):
        raise NotAllowed
    role = grant_role(user, kind, municipality)
    record("give_role", municipality, by=by, municipality=municipality, user=user.pk, kind=kind)
    return role


@transaction.atomic
def take_role(role: Role, *, by: User) -> None:
    """Takes the role away. NotPossible for the municipality's last administrator, who would lock all out."""
    if role.municipality is None or not may_manage_roles(by, role.municipality):
        raise NotAllowed
    Municipality.objects.select_for_update().get(pk=role.municipality.pk)  # two may take each other's at once
    others = Role.objects.filter(municipality=role.municipality, kind=RoleKind.ADMINISTRATOR).exclude(pk=role.pk)
    if role.kind == RoleKind.ADMINISTRATOR and not others.exists():
        raise NotPossible(_("A municipality keeps at least one administrator."))
    record(
        "take_role",
        role.municipality,
        by=by,
        municipality=role.municipality,
        user=role.user_id,
        kind=role.kind,
    )
    role.delete()
