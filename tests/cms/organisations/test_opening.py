"""Opening an organisation: its pages, its files, its people."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from budgeting.errors import NotAllowed, NotPossible
from cms.models import OrganisationPage, Publisher
from cms.organisations.actions import open_organisation, verify_organisation
from cms.planting import plant_editors, plant_municipality
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.log.models import Entry
from tests.cms.organisations.people import make_ngo, make_town, make_user
from tests.factories import LANGUAGES, make_municipality
from tests.people import Cast

pytestmark = pytest.mark.django_db


def rights(kind: str, publisher: Publisher) -> tuple[set[str], set[int]]:
    group = publisher.groups.get(kind=kind).group
    held = GroupPagePermission.objects.filter(group=group)
    return {one.permission.codename for one in held}, {one.page_id for one in held}


def state_of_everything() -> tuple[object, ...]:
    return (
        list(Page.objects.order_by("path").values_list("pk", "path")),
        list(Collection.objects.order_by("path").values_list("pk", "name")),
        sorted(GroupPagePermission.objects.values_list("group", "page", "permission")),
        sorted(GroupCollectionPermission.objects.values_list("group", "collection", "permission")),
        sorted(User.groups.through.objects.values_list("user", "group")),
    )


@pytest.mark.parametrize("written_in", LANGUAGES)
def test_an_organisation_has_a_page_in_every_tree(written_in: str) -> None:
    owner = make_user("owner")

    page = open_organisation("Kənd  səsi", by=None, owner=owner, written_in=written_in, lead="Biz")

    pages = OrganisationPage.objects.filter(organisation=page.organisation)
    assert (page.title, page.slug, page.locale.language_code) == ("Kənd səsi", "kend-sesi", written_in)
    assert {one.locale.language_code for one in pages} == set(LANGUAGES)
    assert {one.alias_of_id for one in pages if one != page} == {page.pk}
    assert [(one.live, one.slug, one.written_in, one.lead) for one in pages] == [
        (True, "kend-sesi", written_in, "Biz")
    ] * 4
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_an_organisation_has_groups_with_rights_on_its_four_pages_and_its_collection_only() -> None:
    ngo, _other = make_ngo(), make_ngo("Other House")
    publisher = ngo.organisation.publisher
    own = set(OrganisationPage.objects.filter(organisation=ngo.organisation).values_list("pk", flat=True))

    assert rights("cso_author", publisher) == ({"add_page"}, own)
    assert rights("cso_owner", publisher) == ({"add_page", "change_page", "publish_page", "bulk_delete_page"}, own)
    shared = Publisher.objects.get(municipality=None, organisation=None).collection
    held = GroupCollectionPermission.objects.filter(group__publishing__publisher=publisher)
    assert {one.collection_id for one in held} == {publisher.collection_id, shared.pk}
    assert {one.permission.codename for one in held if one.collection == shared} == {"choose_image", "choose_document"}
    assert publisher.collection.get_parent() == shared.get_parent()
    assert not publisher.collection.is_descendant_of(shared)


def test_the_owner_may_come_into_the_editor() -> None:
    ngo = make_ngo()

    assert ngo.owner.has_perm("wagtailadmin.access_admin")
    assert list(Role.objects.filter(user=ngo.owner).values_list("kind", flat=True)) == ["cso_owner"]


def test_opening_is_on_record() -> None:
    ngo = make_ngo()

    entry = Entry.objects.get(act="open_organisation")
    assert entry.facts == {"organisation": ngo.organisation.pk, "owner": ngo.owner.pk}


def test_opening_again_changes_nothing() -> None:
    ngo = make_ngo()
    before = state_of_everything()

    again = open_organisation("Green Marneuli", by=None, owner=ngo.owner, written_in="hy", lead="…")

    assert (again, Organisation.objects.count(), state_of_everything()) == (ngo.page, 1, before)


def test_two_organisations_whose_names_read_alike_have_different_addresses() -> None:
    slugs = [make_ngo(name).page.slug for name in ("Green Marneuli", "green, Marneuli!!")]

    assert slugs == ["green-marneuli", "green-marneuli-2"]


def test_an_organisation_never_takes_a_municipalitys_address() -> None:
    plant_municipality(make_municipality())

    assert make_ngo("Marneuli").page.slug == "marneuli-2"


@pytest.mark.parametrize("name", ["", "  ", "ა" * 201])
def test_an_organisation_needs_a_name(name: str) -> None:
    with pytest.raises(NotPossible):
        open_organisation(name, by=None, owner=make_user("owner"), written_in="ka")
    assert Organisation.objects.count() == 0


def test_an_organisation_writes_in_a_language_of_ours() -> None:
    with pytest.raises(NotPossible):
        open_organisation("A", by=None, owner=make_user("owner"), written_in="ru")


def test_only_the_portals_administrator_opens_and_verifies(cast: Cast) -> None:
    ngo = make_ngo()
    inactive = make_user("gone", is_superuser=True, is_active=False)
    for person in (cast.resident, cast.administrator, ngo.owner, inactive):
        with pytest.raises(NotAllowed):
            open_organisation("New", by=person, owner=person, written_in="ka")
        with pytest.raises(NotAllowed):
            verify_organisation(ngo.organisation, by=person)


def test_verifying_says_who_and_when_and_is_on_record() -> None:
    ngo, root = make_ngo(), make_user("root", is_superuser=True)

    verify_organisation(ngo.organisation, by=root)
    verify_organisation(ngo.organisation, by=root)

    ngo.organisation.refresh_from_db()
    assert (ngo.organisation.verified_by, ngo.organisation.verified_at is not None) == (root, True)
    verify_organisation(ngo.organisation, by=root, is_verified=False)
    ngo.organisation.refresh_from_db()
    assert (ngo.organisation.verified_by, ngo.organisation.verified_at) == (None, None)
    recorded = Entry.objects.filter(act="verify_organisation").order_by("pk")
    assert [entry.facts["is_verified"] for entry in recorded] == [True, False]


def test_the_command_opens_an_organisation(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("open_organisation", "Ձայն", "ani@example.ge", "--written-in", "hy")

    page = OrganisationPage.objects.get(alias_of=None)
    assert (page.title, page.locale.language_code) == ("Ձայն", "hy")
    assert Role.objects.get().user.email == "ani@example.ge"
    assert "ani@example.ge may sign in" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "owner"), [("A", "nobody"), (" ", "ani@example.ge")])
def test_the_command_says_what_is_wrong(name: str, owner: str) -> None:
    with pytest.raises(CommandError):
        call_command("open_organisation", name, owner)


def test_a_municipality_has_groups_as_soon_as_it_has_a_page() -> None:
    town = make_town()
    publisher = town.municipality.publisher

    assert {one.kind for one in publisher.groups.all()} == {"editor", "administrator"}
    for person in (town.editor, town.administrator):
        assert [one.publishing.publisher for one in person.groups.all()] == [publisher]


def test_an_installation_that_had_pages_before_gets_its_groups_by_planting() -> None:
    town, ngo = make_town(), make_ngo()
    before = [person.groups.count() for person in (town.editor, ngo.owner)]
    for group in [*town.municipality.publisher.groups.all(), *ngo.organisation.publisher.groups.all()]:
        group.group.delete()

    plant_editors()
    plant_editors()

    assert [person.groups.count() for person in (town.editor, ngo.owner)] == before == [1, 1]
    assert town.page.permissions_for_user(User.objects.get(pk=town.editor.pk)).can_edit()


def test_the_command_opens_a_municipality_with_its_groups() -> None:
    call_command("open_municipality", "bolnisi", "nana@example.ge")

    user = User.objects.get(email="nana@example.ge")
    assert [one.publishing.kind for one in user.groups.all()] == [RoleKind.ADMINISTRATOR]
