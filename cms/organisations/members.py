"""The people of an organisation: its owners name authors and other owners, and remove them."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from cms.organisations.permissions import may_manage_members
from portal.accounts.models import ORGANISATION_ROLES, Organisation, Role, RoleKind, User
from portal.accounts.roles import grant_role
from portal.log.models import record


@transaction.atomic
def name_member(organisation: Organisation, *, by: User, user: User, kind: RoleKind) -> Role:
    """Gives the person a role in this organisation; a role they hold already is left as it is."""
    if not may_manage_members(by, organisation) or kind not in ORGANISATION_ROLES:
        raise NotAllowed
    role = grant_role(user, kind, organisation)
    record("name_member", organisation, by=by, organisation=organisation.pk, user=user.pk, kind=kind)
    return role


@transaction.atomic
def remove_member(role: Role, *, by: User) -> None:
    """Takes the role away. NotPossible for the last owner, without whom nobody could name another."""
    if role.organisation is None or not may_manage_members(by, role.organisation):
        raise NotAllowed
    Organisation.objects.select_for_update().get(pk=role.organisation.pk)  # two may take each other's at once
    others = Role.objects.filter(organisation=role.organisation, kind=RoleKind.CSO_OWNER).exclude(pk=role.pk)
    if role.kind == RoleKind.CSO_OWNER and not others.filter(user__is_active=True).exists():
        raise NotPossible(_("An organisation keeps at least one owner."))
    record(
        "remove_member",
        role.organisation,
        by=by,
        organisation=role.organisation_id,
        user=role.user_id,
        kind=role.kind,
    )
    role.delete()
