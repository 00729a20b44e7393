"""Groups follow roles, however a role is given or taken."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from budgeting.staff.actions import give_role, take_role
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.accounts.roles import grant_role
from tests.cms.organisations.people import make_ngo, make_town, make_user

pytestmark = pytest.mark.django_db


def kinds(user: User) -> list[str]:
    return sorted(group.publishing.kind for group in user.groups.select_related("publishing"))


@pytest.mark.parametrize(
    "take",
    [
        lambda role, town: role.delete(),
        lambda role, town: Role.objects.filter(pk=role.pk).delete(),
        lambda role, town: take_role(role, by=town.administrator),
        lambda role, town: town.municipality.roles.filter(kind=RoleKind.EDITOR).delete(),
    ],
    ids=["row", "queryset", "action", "relation"],
)
def test_a_role_that_is_taken_takes_the_group_with_it(take: Callable[..., object]) -> None:
    town = make_town()

    take(Role.objects.get(user=town.editor), town)

    assert kinds(town.editor) == []
    assert not town.page.permissions_for_user(User.objects.get(pk=town.editor.pk)).can_edit()


def test_a_role_given_at_the_desk_gives_the_group() -> None:
    town, person = make_town(), make_user("new")

    give_role(town.municipality, by=town.administrator, user=person, kind=RoleKind.EDITOR)

    assert kinds(person) == ["editor"]


def test_one_of_two_roles_stays() -> None:
    town = make_town()
    grant_role(town.editor, RoleKind.ADMINISTRATOR, town.municipality)

    Role.objects.filter(user=town.editor, kind=RoleKind.EDITOR).delete()

    assert kinds(town.editor) == ["administrator"]


def test_roles_in_two_places_are_two_groups() -> None:
    town, ngo = make_town(), make_ngo()

    grant_role(town.editor, RoleKind.CSO_AUTHOR, ngo.organisation)

    assert kinds(town.editor) == ["cso_author", "editor"]


def test_other_groups_are_left_alone() -> None:
    town, press = make_town(), Group.objects.create(name="Press")
    town.editor.groups.add(press)

    Role.objects.filter(user=town.editor).delete()

    assert list(town.editor.groups.all()) == [press]


@pytest.mark.parametrize("kind", [RoleKind.OFFICIAL, RoleKind.TRANSLATOR, RoleKind.OBSERVER, RoleKind.MODERATOR])
def test_other_roles_open_no_editor(kind: RoleKind) -> None:
    town, person = make_town(), make_user("other")

    grant_role(person, kind, town.municipality)

    assert (kinds(person), person.has_perm("wagtailadmin.access_admin")) == ([], False)


def test_an_inactive_person_edits_nothing() -> None:
    town, ngo = make_town(), make_ngo()
    for person, page in ((town.editor, town.page), (ngo.owner, ngo.page)):
        User.objects.filter(pk=person.pk).update(is_active=False)
        gone = User.objects.get(pk=person.pk)
        may = page.permissions_for_user(gone)

        assert (may.can_edit(), may.can_publish(), may.can_add_subpage(), may.can_delete()) == (False,) * 4
        assert not gone.has_perm("wagtailadmin.access_admin")


def test_a_person_who_is_deleted_leaves_no_trace_in_the_groups() -> None:
    ngo = make_ngo()
    ngo.author.delete()

    assert Role.objects.filter(organisation=ngo.organisation).count() == 1


def test_an_organisation_that_is_gone_takes_its_groups_along() -> None:
    from django.db import transaction

    alone = Organisation.objects.create(name="Without a page")
    person = make_user("somebody")
    with transaction.atomic():
        grant_role(person, RoleKind.CSO_OWNER, alone)
        alone.delete()

    assert kinds(person) == []
