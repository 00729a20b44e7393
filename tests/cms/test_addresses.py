"""Addresses of pages: made from any script, never broken, and told to search engines honestly."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import PlainPage
from cms.translating.actions import translate_into
from tests.cms.making import home, make_draft, make_page, twin
from tests.cms.screens import make_editor, publish, signed_in, typed
from tests.factories import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare")]
ADD = "wagtailadmin_pages:add"
TITLES = {
    "Ջուր Սադախլո գյուղում": "jur-sadakhlo-gyughum",
    "თბილისის ბიუჯეტი": "tbilisis-biujeti",
    "İctimai büdcə": "ictimai-budce",
}


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(make_editor())


def added(editor: Client, **facts: str) -> list[str]:
    """The slugs of the page in all trees."""
    editor.post(reverse(ADD, args=["cms", "plainpage", home("ka").pk]), typed(**facts) | {"action-publish": "1"})
    return list(PlainPage.objects.order_by("path").values_list("slug", flat=True))


@pytest.mark.parametrize(("title", "slug"), TITLES.items())
@pytest.mark.parametrize("typed_slug", ["", "-"])
def test_a_slug_is_made_of_the_title_in_any_script(editor: Client, title: str, slug: str, typed_slug: str) -> None:
    assert added(editor, title=title, slug=typed_slug) == [slug] * 4


def test_a_title_of_signs_alone_has_an_address_all_the_same(editor: Client) -> None:
    assert added(editor, title="№ !", slug="") == ["page"] * 4 or added(editor, title="№ !", slug="")[0]


def test_two_pages_with_one_title_have_two_addresses(editor: Client) -> None:
    added(editor, title="Ջուր", slug="")

    assert sorted(added(editor, title="Ջուր", slug="")) == ["jur"] * 4 + ["jur-2"] * 4


def test_a_slug_that_is_taken_is_refused_with_a_sentence(editor: Client) -> None:
    make_page(slug="su")

    answer = editor.post(reverse(ADD, args=["cms", "plainpage", home("ka").pk]), typed() | {"action-publish": "1"})

    assert list(answer.context["form"].errors) == ["slug"]


def test_code_makes_the_same_slug() -> None:
    assert [make_page(title=title).slug for title in TITLES] == list(TITLES.values())


def test_the_editors_script_has_the_same_table(editor: Client) -> None:
    screen = editor.get(reverse(ADD, args=["cms", "plainpage", home("hy").pk])).content.decode()

    [stored] = re.findall(r'data-w-slug-formatters-value="([^"]+)"', screen)
    replaced = {pattern: latin for [pattern, _flags], latin in json.loads(unescape(stored))}
    assert (replaced["[ջՋ]"], replaced["ყ"], replaced["ə"]) == ("j", "q", "e")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_address_leads_to_the_new_one_in_every_language(
    editor: Client, language: str, django_capture_on_commit_callbacks: object
) -> None:
    page = make_page(language=language, slug="first")
    child = make_page(below=page, title="შვილი", slug="child")
    for slug in ("second", "third"):
        with django_capture_on_commit_callbacks(execute=True):
            publish(editor, page, slug=slug)

    answers = [Client().get(f"/{language}/{path}/") for path in ("first", "second", "first/child", "second/child")]

    assert [answer.status_code for answer in answers] == [301] * 4
    assert [answer["Location"] for answer in answers] == [f"/{language}/third/"] * 2 + [f"/{language}/third/child/"] * 2
    assert [Client().get(twin(page, code).get_url()).status_code for code in LANGUAGES] == [200] * 4
    assert [Client().get(twin(child, code).get_url()).status_code for code in LANGUAGES] == [200] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_was_moved_is_found_at_its_old_address_in_every_language(
    editor: Client, language: str, django_capture_on_commit_callbacks: object
) -> None:
    page, there = make_page(slug="page"), make_page(title="სხვა", slug="there")
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, there.pk]))

    answer = Client().get(f"/{language}/page/")

    assert (answer.status_code, answer["Location"]) == (301, f"/{language}/there/page/")


def test_a_new_page_at_an_old_address_is_shown_itself(
    editor: Client, django_capture_on_commit_callbacks: object
) -> None:
    page = make_page(slug="first")
    with django_capture_on_commit_callbacks(execute=True):
        publish(editor, page, slug="second")
    make_page(title="ახალი", slug="first")

    assert Client().get("/ka/first/").status_code == 200


def head(path: str) -> dict[str, list[str]]:
    html = Client().get(path).content.decode()
    return {
        "canonical": re.findall(r'rel="canonical" href="([^"]+)"', html),
        "languages": re.findall(r'rel="alternate" hreflang="([^"]+)"', html),
        "addresses": re.findall(r'rel="alternate" hreflang="[^"]+" href="([^"]+)"', html),
    }


def test_a_page_in_one_language_names_no_alternative_and_its_stand_ins_name_it(settings: object) -> None:
    page = make_page(slug="su")

    own, other = head("/ka/su/"), head("/az/su/")

    assert own == other == {"canonical": [f"{settings.SITE_URL}/ka/su/"], "languages": [], "addresses": []}
    assert page.slug == "su"


def test_real_translations_name_each_other(settings: object) -> None:
    page, translator = make_page(slug="su"), make_editor("translator")
    publish(signed_in(translator), translate_into(page, "az", by=translator), slug="suyumuz")
    translate_into(page, "hy", by=translator)  # begun only
    site = settings.SITE_URL

    languages = {
        "languages": ["ka", "az", "x-default"],
        "addresses": [f"{site}/ka/su/", f"{site}/az/suyumuz/", f"{site}/ka/su/"],
    }
    assert head("/ka/su/") == {"canonical": [f"{site}/ka/su/"], **languages}
    assert head("/az/suyumuz/") == {"canonical": [f"{site}/az/suyumuz/"], **languages}
    assert head("/hy/su/")["canonical"] == [f"{site}/ka/su/"]


def test_a_language_in_which_the_page_is_not_published_leads_home() -> None:
    page, translator = make_page(slug="su"), make_editor("translator")
    publish(signed_in(translator), translate_into(page, "az", by=translator), slug="su")
    PlainPage.objects.get(pk=page.pk).unpublish()

    html = Client().get("/az/su/").content.decode()

    assert re.findall(r'<a href="([^"]+)" lang="\w\w" hreflang', html) == ["/ka/", "/hy/", "/az/su/", "/en/"]


def locations(path: str) -> list[str]:
    return re.findall("<loc>http://testserver([^<]+)</loc>", Client().get(path).content.decode())


def test_the_sitemap_of_a_language_holds_what_is_written_in_it() -> None:
    page, translator = make_page(slug="su"), make_editor("translator")
    publish(signed_in(translator), translate_into(page, "az", by=translator), slug="su")
    make_draft(slug="draft", title="დრაფტი")

    maps = {code: locations(f"/sitemap-pages-{code}.xml") for code in LANGUAGES}

    assert maps == {
        "ka": ["/ka/", "/ka/campaigns/", "/ka/su/"],
        "hy": ["/hy/", "/hy/campaigns/"],
        "az": ["/az/", "/az/campaigns/", "/az/su/"],
        "en": ["/en/", "/en/campaigns/"],
    }


def test_the_index_names_every_sitemap_and_each_answers() -> None:
    named = locations("/sitemap.xml")

    assert len(named) == 16
    assert [Client().get(path).status_code for path in named] == [200] * 16
    assert Client().get("/sitemap-nothing.xml").status_code in {302, 404}


def test_robots_are_told_where_the_sitemap_is(settings: object) -> None:
    answer = Client().get("/robots.txt")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.decode().splitlines()[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


def test_no_fault_in_the_tree_after_all_that(editor: Client) -> None:
    page = make_page(slug="a")
    publish(editor, page, slug="b")

    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]
