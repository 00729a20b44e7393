"""The people of an organisation, its page, and the desk of the portal's administrator."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgeting.errors import NotAllowed, NotPossible
from cms.models import NewsPage, OrganisationPage
from cms.organisations.actions import verify_organisation
from cms.organisations.members import name_member, remove_member
from cms.organisations.queries import pages_of
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.log.models import Entry
from tests.cms.making import make_draft, make_news
from tests.cms.organisations.people import make_ngo, make_town, make_user
from tests.cms.screens import signed_in
from tests.factories import LANGUAGES

pytestmark = pytest.mark.django_db


def role_of(user: User) -> Role:
    return Role.objects.get(user=user)


def test_an_owner_names_and_removes_authors_and_both_are_on_record() -> None:
    ngo, person = make_ngo(), make_user("new")

    role = name_member(ngo.organisation, by=ngo.owner, user=person, kind=RoleKind.CSO_AUTHOR)
    assert [group.publishing.kind for group in person.groups.all()] == ["cso_author"]
    remove_member(role, by=ngo.owner)

    assert (person.groups.count(), Role.objects.filter(user=person).count()) == (0, 0)
    acts = Entry.objects.filter(act__in=["name_member", "remove_member"]).order_by("pk")
    assert [(entry.act, entry.facts["user"]) for entry in acts] == [
        ("name_member", person.pk),
        ("remove_member", person.pk),
    ]


def test_nobody_else_does() -> None:
    ngo, other, town = make_ngo(), make_ngo("Other House"), make_town()

    for person in (ngo.author, other.owner, town.administrator, make_user("resident")):
        with pytest.raises(NotAllowed):
            name_member(ngo.organisation, by=person, user=person, kind=RoleKind.CSO_OWNER)
        with pytest.raises(NotAllowed):
            remove_member(role_of(ngo.author), by=person)


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if not kind.startswith("cso")])
def test_an_owner_gives_no_municipal_role(kind: RoleKind) -> None:
    ngo = make_ngo()

    with pytest.raises(NotAllowed):
        name_member(ngo.organisation, by=ngo.owner, user=ngo.author, kind=kind)


def test_the_last_owner_stays() -> None:
    ngo = make_ngo()
    gone = make_user("gone")
    name_member(ngo.organisation, by=ngo.owner, user=gone, kind=RoleKind.CSO_OWNER)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    with pytest.raises(NotPossible):
        remove_member(role_of(ngo.owner), by=ngo.owner)
    second = make_user("second")
    name_member(ngo.organisation, by=ngo.owner, user=second, kind=RoleKind.CSO_OWNER)
    remove_member(role_of(ngo.owner), by=ngo.owner)

    owners = Role.objects.filter(organisation=ngo.organisation, kind=RoleKind.CSO_OWNER, user__is_active=True)
    assert [role.user for role in owners] == [second]


def test_the_page_names_by_phone_and_removes() -> None:
    ngo = make_ngo()
    path = f"/en/my/organisation/{ngo.organisation.pk}/"
    client = signed_in(ngo.owner)

    assert client.post(path, {"act": "name", "address": "555 12 34 56", "kind": "cso_author"}).status_code == 302
    role = Role.objects.get(user__phone="+995555123456")
    assert (role.organisation, role.kind) == (ngo.organisation, "cso_author")
    assert client.post(path, {"act": "remove", "role": role.pk}).status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()


def test_what_cannot_be_read_is_said_and_kept() -> None:
    ngo = make_ngo()

    answer = signed_in(ngo.owner).post(
        f"/en/my/organisation/{ngo.organisation.pk}/", {"act": "name", "address": "nobody", "kind": "editor"}
    )

    assert (answer.status_code, 'value="nobody"' in answer.content.decode()) == (422, True)
    assert set(answer.context["form"].errors) == {"address", "kind"}


def test_another_organisations_ids_are_not_found() -> None:
    ngo, other = make_ngo(), make_ngo("Other House")

    taken = signed_in(ngo.owner).post(
        f"/en/my/organisation/{ngo.organisation.pk}/", {"act": "remove", "role": role_of(other.author).pk}
    )
    opened = [
        signed_in(person).get(f"/en/my/organisation/{ngo.organisation.pk}/").status_code
        for person in (other.owner, ngo.author, make_user("resident"))
    ]

    assert (taken.status_code, opened, Role.objects.filter(user=other.author).count()) == (404, [404] * 3, 1)


def test_removing_oneself_leads_to_ones_own_page() -> None:
    ngo, second = make_ngo(), make_user("second")
    name_member(ngo.organisation, by=ngo.owner, user=second, kind=RoleKind.CSO_OWNER)

    answer = signed_in(ngo.owner).post(
        f"/en/my/organisation/{ngo.organisation.pk}/", {"act": "remove", "role": role_of(ngo.owner).pk}
    )

    assert answer["Location"] == "/en/my/"


def test_my_page_leads_an_owner_to_the_people() -> None:
    ngo = make_ngo()
    link = f'href="/en/my/organisation/{ngo.organisation.pk}/"'

    shown = [link in signed_in(person).get("/en/my/").content.decode() for person in (ngo.owner, ngo.author)]

    assert shown == [True, False]


def test_municipal_administrators_are_offered_the_role_of_an_editor() -> None:
    town = make_town()

    page = signed_in(town.administrator).get("/en/desk/people/marneuli/").content.decode()

    assert '<option value="editor">' in page
    assert "cso_" not in page


def test_the_portals_administrator_opens_and_verifies_at_the_desk() -> None:
    root = make_user("root", is_superuser=True)
    client = signed_in(root)
    opened = {"act": "open", "name": "Kənd səsi", "address": "aygun@example.ge", "written_in": "az"}

    assert client.post("/en/desk/organisations/", {**opened, "name": ""}).status_code == 422
    assert client.post("/en/desk/organisations/", opened).status_code == 302
    organisation = Organisation.objects.get()
    assert OrganisationPage.objects.get(alias_of=None).locale.language_code == "az"
    verify = {"act": "verify", "organisation": organisation.pk, "is_verified": "on"}
    assert client.post("/en/desk/organisations/", verify).status_code == 302
    organisation.refresh_from_db()
    assert organisation.verified_by == root
    assert client.post("/en/desk/organisations/", {**verify, "organisation": 99}).status_code == 404
    assert 'href="/az/kend-sesi/"' in client.get("/en/desk/organisations/").content.decode()


def test_that_desk_exists_for_nobody_else() -> None:
    ngo, town = make_ngo(), make_town()

    found = [signed_in(one).get("/en/desk/organisations/").status_code for one in (None, ngo.owner, town.administrator)]

    assert found == [302, 403, 404]


def test_adding_an_organisations_page_in_the_editor_leads_to_that_desk() -> None:
    ngo, root = make_ngo(), make_user("root", is_superuser=True)

    answer = signed_in(root).get(f"/editor/pages/add/cms/organisationpage/{ngo.page.get_parent().pk}/")

    assert (answer.status_code, answer["Location"]) == (302, "/ka/desk/organisations/")


def test_the_badge_says_who_verified_and_when() -> None:
    ngo, root = make_ngo(), make_user("root", is_superuser=True)
    plain = Client().get("/en/green-marneuli/").content.decode()
    verify_organisation(ngo.organisation, by=root)

    page = signed_in(None).get("/en/green-marneuli/").content.decode()

    assert ("Verified organisation" in plain, "Verified organisation" in page) == (False, True)
    assert "Root, who runs this portal, saw its registration on" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisations_page_shows_what_is_public_in_the_readers_tree(language: str) -> None:
    ngo, other = make_ngo(), make_ngo("Other House")
    make_news(ngo.page, "Public")
    make_draft(NewsPage, below=ngo.page, title="Hidden")
    make_news(other.page, "Elsewhere")

    context = Client().get(f"/{language}/green-marneuli/").context

    assert [page.title for page in context["news"]] == ["Public"]
    assert {page.locale.language_code for page in context["news"]} == {language}


def test_contact_is_a_link() -> None:
    ngo = make_ngo()
    page = OrganisationPage.objects.get(pk=ngo.page.pk)
    page.website, page.email, page.phone = "https://green.example/", "a@green.example", "+995 555 12 34 56"
    page.save_revision().publish()

    shown = Client().get("/hy/green-marneuli/").content.decode()

    assert 'href="https://green.example/"' in shown
    assert 'href="mailto:a@green.example"' in shown
    assert 'href="tel:+995555123456"' in shown


def queries(path: str) -> int:
    Client().get(path)
    with CaptureQueriesContext(connection) as asked:
        Client().get(f"{path}?fresh=1")
    return len(asked)


def test_the_page_costs_the_same_for_one_and_for_three_pieces_of_news() -> None:
    ngo = make_ngo()
    make_news(ngo.page, "One")
    one = queries("/ka/green-marneuli/")
    for title in ("Two", "Three"):
        make_news(ngo.page, title)

    three = queries("/ka/green-marneuli/")

    assert three == one
    with CaptureQueriesContext(connection) as own:
        pages_of(ngo.page)
    assert len(own) == 1
