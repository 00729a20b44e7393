"""Pages saved through Wagtail's screens."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import HomePage, MunicipalityPage
from cms.planting import plant_municipality
from portal.accounts.models import User
from portal.places.models import Municipality
from tests.cms.making import home
from tests.factories import LANGUAGES, make_municipality
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor@example.ge"))
    return client


def blocks(html: str) -> dict[str, Any]:
    return streamfield([("text", rich_text(html))])


def form(municipality: Municipality, **facts: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "მარნეული",
            "slug": "marneuli",
            "municipality": str(municipality.pk),
            "lead": "ტექსტი",
            "body": blocks("<p>გრძელი ტექსტი</p>"),
            "written_in": "",
            "action-publish": "1",
            **facts,
        }
    )


def create(editor: Client, language: str, **facts: Any) -> MunicipalityPage:
    address = reverse("wagtailadmin_pages:add", args=["cms", "municipalitypage", home(language).pk])
    answer = editor.post(address, form(make_municipality(), **facts))
    assert answer.status_code == 302, answer.context["form"].errors
    return MunicipalityPage.objects.get(locale__language_code=language)


@pytest.mark.parametrize("language", ["ka", "az"])
def test_a_page_published_by_an_editor_appears_in_every_language(editor: Client, language: str) -> None:
    page = create(editor, language)

    pages = MunicipalityPage.objects.all()
    assert {one.locale.language_code for one in pages} == set(LANGUAGES)
    assert [one.alias_of_id for one in pages if one != page] == [page.pk] * 3
    assert [Client().get(f"/{code}/marneuli/").status_code for code in LANGUAGES] == [200] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_a_page_is_set_by_itself(editor: Client, language: str) -> None:
    create(editor, language)

    assert [page.written_in for page in MunicipalityPage.objects.all()] == [language] * 4


def test_an_editor_may_say_which_language_a_page_is_written_in(editor: Client) -> None:
    page = create(editor, "ka", written_in="az")

    assert (page.written_in, page.is_in_readers_language) == ("az", False)


def test_a_draft_is_not_shown_in_any_language(editor: Client) -> None:
    make = form(make_municipality())
    del make["action-publish"]

    editor.post(reverse("wagtailadmin_pages:add", args=["cms", "municipalitypage", home("ka").pk]), make)

    assert MunicipalityPage.objects.filter(live=True).count() == 0
    assert [Client().get(f"/{code}/marneuli/").status_code for code in LANGUAGES] == [404] * 4


def test_a_change_of_the_original_reaches_its_aliases(editor: Client) -> None:
    page = create(editor, "ka")

    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page.municipality, lead="ახალი", written_in="ka")
    )

    assert [one.lead for one in MunicipalityPage.objects.all()] == ["ახალი"] * 4


def test_a_translated_page_goes_its_own_way(editor: Client) -> None:
    page = create(editor, "ka")
    twin = MunicipalityPage.objects.get(locale__language_code="az")
    editor.post(reverse("wagtailadmin_pages:convert_alias", args=[twin.pk]))
    facts = {"title": "Marneuli", "lead": "Mətn", "body": blocks("<p>Mətn</p>"), "written_in": "az"}
    editor.post(reverse("wagtailadmin_pages:edit", args=[twin.pk]), form(page.municipality, **facts))

    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page.municipality, lead="ახალი", written_in="ka")
    )

    leads = {one.locale.language_code: one.lead for one in MunicipalityPage.objects.all()}
    assert leads == {"ka": "ახალი", "hy": "ახალი", "en": "ახალი", "az": "Mətn"}
    page = Client().get("/az/marneuli/").content.decode()
    assert re.findall('class="text-note" lang="az">([^<]+)<', page) == ["Bu tərcümə ediləndən sonra orijinal dəyişib."]


def test_a_page_needs_its_municipality(editor: Client) -> None:
    address = reverse("wagtailadmin_pages:add", args=["cms", "municipalitypage", home("ka").pk])

    answer = editor.post(address, form(make_municipality()) | {"municipality": ""})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["municipality"])


def test_only_pages_of_ours_can_be_added_below_home(editor: Client) -> None:
    of_home = {model.__name__ for model in HomePage.creatable_subpage_models()}
    of_municipality = {model.__name__ for model in MunicipalityPage.creatable_subpage_models()}

    shared = {"NewsPage", "EventPage", "LibraryPage", "PressPage", "PlainPage"}
    assert of_home == {"MunicipalityPage", "OrganisationPage", "CampaignIndexPage", *shared}
    assert of_municipality == {"CouncilPage", *shared}


def test_scripts_in_a_text_are_not_published(editor: Client) -> None:
    create(editor, "ka", body=blocks("<p>გრძელი<script>alert(1)</script></p>"))

    assert "<script>alert(1)" not in Client().get("/ka/marneuli/").content.decode()


@pytest.mark.parametrize("path", ["/editor/", "/editor/pages/"])
def test_the_editor_is_not_open_to_others(client: Client, cast: Cast, path: str) -> None:
    for person in (None, cast.resident, cast.official):
        if person:
            client.force_login(person)

        answer = client.get(path)

        assert answer.status_code == 302
        assert answer["Location"].startswith(("/ka/account/", "/en/account/", "/editor/login/"))


@pytest.mark.parametrize(
    "path",
    [
        "/editor/",
        "/editor/pages/",
        "/editor/reports/site-history/",
        "/editor/users/",
        "/editor/users/new/",
        "/editor/account/",
    ],
)
def test_the_editors_screens_answer(editor: Client, path: str) -> None:
    assert editor.get(path, follow=True).status_code == 200


def test_an_editor_can_be_found_and_changed(editor: Client, cast: Cast) -> None:
    address = reverse("wagtailusers_users:edit", args=[cast.neighbour.pk])

    assert "neighbour@marneuli.example" in editor.get("/editor/users/?q=neighbour").content.decode()
    assert editor.get(address).status_code == 200


def test_the_screens_of_pages_answer(editor: Client, cast: Cast) -> None:
    page = plant_municipality(cast.municipality)

    for name in ("edit", "history", "usage", "delete", "copy", "move"):
        assert editor.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code == 200, name
    for alias in Page.objects.filter(alias_of=page):
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[alias.pk])).status_code == 200
