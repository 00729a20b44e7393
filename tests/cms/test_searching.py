"""Finding pages: in any case form and script, in one's own tree, and nothing that is not public."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import EventPage, PageWord
from cms.translating.actions import translate_into
from cms.words import found_pages
from portal.clock import now
from tests.cms.making import make_draft, make_news, make_page, twin
from tests.cms.screens import make_editor, publish, rewrite, signed_in
from tests.factories import LANGUAGES, make_cycle, make_published
from tests.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare")]


def titles(query: str, language: str = "ka") -> list[str]:
    return [page.title for page in found_pages(query, language)]


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("წყალმომარაგება სოფელში", "წყალმომარაგების"),
        ("ბიუჯეტის განხილვა", "ბიუჯეტი"),
        ("ბიუჯეტის განხილვა", "ᲑᲘᲣᲯᲔᲢᲘ"),
        ("Büdcənin müzakirəsi", "budce"),
        ("Qırmızı körpü", "QIRMIZI"),
        ("Մարնեուլի", "მარნეული"),
        ("მარნეული", "Marneuli"),
        ("Բյուջեի քննարկում", "բյուջե"),
    ],
)
def test_a_page_is_found_in_another_form_spelling_or_script(written: str, query: str) -> None:
    make_page(title=written)

    assert titles(query) == [written]


def test_every_word_of_the_query_is_in_the_page() -> None:
    make_page(title="წყალი სოფელში")
    make_page(title="გზა სოფელში")

    assert (titles("წყალი სოფელი"), titles("წყალი სკოლა")) == (["წყალი სოფელში"], [])


def test_a_word_in_the_title_comes_before_one_in_the_text() -> None:
    make_page(title="გზა", lead="", body=[("text", "<p>ხიდი</p>")])
    make_page(title="სხვა", lead="ხიდი")
    make_page(title="ხიდი")

    assert titles("ხიდი") == ["ხიდი", "სხვა", "გზა"]


def test_what_a_page_type_adds_is_found() -> None:
    make_page(EventPage, title="კრება", starts_at=now(), venue="სადახლო", body=[("text", "<p>ასფალტი</p>")])

    assert titles("ასფალტი") == ["კრება"]


def test_only_the_readers_tree_is_searched() -> None:
    page, translator = make_page(title="წყალი"), make_editor()
    publish(signed_in(translator), translate_into(page, "az", by=translator), title="Bulaq")

    found = {language: (titles("წყალი", language), titles("Bulaq", language)) for language in LANGUAGES}

    assert found == {
        "ka": (["წყალი"], []),
        "hy": (["წყალი"], []),
        "az": ([], ["Bulaq"]),
        "en": (["წყალი"], []),
    }


def test_a_draft_is_not_found_nor_the_draft_of_a_public_page() -> None:
    make_draft(title="საიდუმლო")
    public = make_page(title="წყალი")
    rewrite(public, title="საიდუმლო")

    assert titles("საიდუმლო") == []
    assert PageWord.objects.filter(page=public.pk, root__startswith="saidum").count() == 0


def test_the_newest_published_text_is_found_and_the_older_is_not() -> None:
    page = make_page(title="ხიდი")

    rewrite(page, title="გზა").publish()

    assert (titles("ხიდი"), titles("გზა"), titles("გზა", "az")) == ([], ["გზა"], ["გზა"])


def test_a_deleted_page_leaves_no_words() -> None:
    make_page(title="ხიდი").delete()

    assert titles("ხიდი") == []


def search(query: str, language: str = "az", **more: str) -> str:
    answer = Client().get(f"/{language}/search/", {"q": query, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_result_says_in_which_language_it_is_written() -> None:
    make_news(title="წყალი", slug="tsqali")

    html = search("წყალი")

    assert '<h3 lang="ka"><a href="/az/tsqali/">წყალი</a></h3>' in html
    assert '<span lang="ka">ქართული</span>' in html


def test_the_search_leads_on_to_proposals(cast: Cast) -> None:
    cycle = make_cycle(cast)
    proposal = make_published(cast, cycle, title="Körpü")

    html = search("korpu")

    assert f'href="/az/proposals/{proposal.pk}-korpu"' in html or f"/az/proposals/{proposal.pk}" in html
    assert re.findall(r'href="(/az/cycles/\d+[^"]*/proposals/\?q=[^"]+)"', html) != []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "%",
        "_",
        "#",
        "'; DROP TABLE x; --",
        "\x00",
        "a" * 5000,
        "AND OR NOT",
        '"',
        "*",
        "<script>alert(1)</script>",
        "\u202e",
        "და",
    ],
)
def test_a_hostile_or_empty_query_finds_nothing_and_breaks_nothing(query: str) -> None:
    make_page(title="წყალი")

    html = search(query)

    assert "<script>alert(1)" not in html
    assert "/az/tsqali/" not in html


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_number_that_is_none_is_no_error(page: str) -> None:
    search("წყალი", page=page)


def test_the_results_have_pages() -> None:
    for number in range(21):
        make_page(title=f"წყალი {number}", slug=f"w-{number}")

    assert ('href="?q=' in search("წყალი"), search("წყალი", page="2").count('class="card"')) == (True, 1)


def test_the_search_costs_the_same_for_one_and_for_three_results() -> None:
    make_page(title="წყალი 1")
    search("წყალი")
    with CaptureQueriesContext(connection) as few:
        search("წყალი")
    for number in (2, 3):
        make_page(title=f"წყალი {number}")

    with CaptureQueriesContext(connection) as many:
        search("წყალი")

    assert len(many) == len(few) <= 10


def test_the_language_links_keep_the_query() -> None:
    assert 'href="/ka/search/?q=su" lang="ka"' in search("su")
    assert twin is not None


def test_pages_stored_before_there_was_an_index_are_found_after_the_command() -> None:
    make_page(title="Bridge")
    PageWord.objects.all().delete()
    assert titles("bridge") == []

    call_command("index_pages")

    assert titles("bridge") == ["Bridge"]


def test_only_the_words_that_changed_are_written() -> None:
    page = make_page(title="Bridge", lead="Over the river")
    kept = set(PageWord.objects.filter(page=page, weight=2).values_list("pk", flat=True))

    page.title = "Road"
    page.save_revision().publish()

    assert (titles("road"), titles("bridge")) == (["Road"], [])
    assert set(PageWord.objects.filter(page=page, weight=2).values_list("pk", flat=True)) == kept
