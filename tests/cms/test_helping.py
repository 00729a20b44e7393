"""The help pages: planted once in each language, then the editors' own."""

import re

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from cms.blocks.words import FEATURES
from cms.helping import BELOW, FOLDER, HELP
from cms.models import HomePage, PlainPage
from cms.planting import plant_site
from tests.factories import LANGUAGES
from tests.people import Cast

pytestmark = pytest.mark.django_db
PATHS = ("help/", *(f"help/{slug}/" for slug in BELOW))
TAGS = {"h2", "p", "ul", "li", "a", "b", "ol", "i"}


def help_page(language: str, slug: str = HELP) -> PlainPage:
    return PlainPage.objects.get(slug=slug, locale__language_code=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_page_is_there_in_every_language(client: Client, language: str) -> None:
    for path in PATHS:
        answer = client.get(f"/{language}/{path}")
        page = answer.content.decode()

        assert answer.status_code == 200, path
        assert ('class="text-note"' in page, f'<article lang="{language}"' in page) == (False, False), path


def test_the_texts_are_of_one_translation_each_and_in_their_own_language() -> None:
    for slug in (HELP, *BELOW):
        pages = [help_page(language, slug) for language in LANGUAGES]
        assert len({page.translation_key for page in pages}) == 1, slug
        assert [page.written_in for page in pages] == list(LANGUAGES), slug
        assert len({page.title for page in pages}) == 4, slug
        assert [page.alias_of_id for page in pages] == [None] * 4


@pytest.mark.parametrize("slug", [HELP, *BELOW])
def test_the_texts_have_the_same_parts_in_every_language(slug: str) -> None:
    texts = {code: (FOLDER / f"{slug}.{code}.html").read_text(encoding="utf-8") for code in LANGUAGES}

    shapes = {code: re.findall(r"</?\w+", text) for code, text in texts.items()}

    assert all(shape == shapes["en"] for shape in shapes.values())
    assert {tag.strip("</") for tag in shapes["en"]} <= TAGS
    assert {"h2", "bold", "link", "ul"} <= set(FEATURES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_links_of_the_texts_lead_somewhere_in_the_same_language(client: Client, language: str) -> None:
    links = {
        link
        for slug in (HELP, *BELOW)
        for link in re.findall(r'href="([^"]+)"', (FOLDER / f"{slug}.{language}.html").read_text(encoding="utf-8"))
    }

    inside = {link for link in links if link.startswith("/")}
    assert links - inside == {"https://sao.ge/"}
    for link in inside:
        assert (link[:4], client.get(link).status_code) == (f"/{language}/", 200)


def test_the_index_leads_to_the_pages_below_it(client: Client) -> None:
    page = client.get("/ka/help/").content.decode().partition("<article")[2]

    links = re.findall(r'<li lang="ka"><a href="([^"]+)"', page)
    assert links == [f"/ka/help/{slug}/" for slug in BELOW]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footer_leads_to_help_from_every_page(client: Client, cast: Cast, language: str) -> None:
    for path in ("", "cycles/", "no/such/page/"):
        footer = client.get(f"/{language}/{path}").content.decode().partition("<footer")[2]
        found = [
            slug for slug in ("", "privacy/", "accessibility/", "contact/") if f"/{language}/help/{slug}" in footer
        ]
        assert len(found) == 4, path


def test_planting_again_changes_nothing() -> None:
    before = list(Page.objects.order_by("path").values())

    plant_site()

    assert list(Page.objects.order_by("path").values()) == before


def test_an_edited_renamed_or_moved_page_is_left_alone() -> None:
    page = help_page("az", "privacy")
    page.title, page.slug, page.lead = "Bizim sözümüz", "bizim-sozumuz", "Qısa"
    page.save_revision().publish()
    page.move(HomePage.objects.get(locale__language_code="az"), pos="last-child")

    plant_site()

    assert [
        found.title for found in PlainPage.objects.filter(translation_key=page.translation_key, locale=page.locale)
    ] == ["Bizim sözümüz"]
    assert not PlainPage.objects.filter(slug="privacy", locale=page.locale).exists()


def test_a_page_that_was_taken_down_stays_down(client: Client) -> None:
    help_page("hy", "contact").unpublish()

    plant_site()

    assert client.get("/hy/help/contact/").status_code == 404


def test_a_site_that_existed_before_gets_its_help() -> None:
    PlainPage.objects.all().delete()
    for page in PlainPage.objects.all():
        page.delete()
    assert not PlainPage.objects.exists()

    call_command("migrate", verbosity=0)

    assert PlainPage.objects.count() == 4 * (1 + len(BELOW))
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_another_page_at_the_address_is_left_alone_and_breaks_nothing() -> None:
    own = help_page("ka")
    own.get_descendants().delete()
    own.refresh_from_db()
    own.delete()
    home = HomePage.objects.get(locale__language_code="ka")
    home.add_child(instance=PlainPage(title="ჩვენი", slug="help", locale=home.locale, written_in="ka"))

    plant_site()

    assert help_page("ka").title == "ჩვენი"
    assert not help_page("ka").get_children().exists()
    assert help_page("hy").get_children().count() == len(BELOW)


def test_a_help_page_can_be_edited(admin_client: Client) -> None:
    from django.urls import reverse

    for slug in (HELP, "privacy"):
        assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[help_page("ka", slug).pk])).status_code == 200


def test_children_that_are_not_public_are_not_listed(client: Client) -> None:
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=help_page("ka", "contact"), restriction_type="login")
    help_page("ka", "privacy").unpublish()
    caches["pages"].clear()

    page = client.get("/ka/help/").content.decode().partition("<article")[2].partition("</article>")[0]

    assert [slug for slug in BELOW if f"/ka/help/{slug}/" in page] == ["how-it-works", "accessibility"]
