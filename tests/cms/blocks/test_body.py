"""Every kind of block: shown in each language, previewed, and no dearer for many than for one."""

import re
from itertools import product
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from budgeting.results.actions import count_cycle
from cms.blocks.body import Body
from tests.budgeting.results.closed import make_closed
from tests.cms.blocks.bodies import every_block, make_page_with
from tests.factories import LANGUAGES, make_cycle, make_settlement
from tests.people import Cast

SHOWN = {
    "text": "<h2>Heading</h2>",
    "picture": 'alt="A bridge over a river"',
    "quote": "<strong>Nino</strong>",
    "figures": '<strong class="big-number">37 %</strong>',
    "cycle": "/cycles/{cycle}-",
    "projects": "<h2>Projects</h2>",
    "results": '<ol class="chart">',
    "map": '<ol><li>Bridge <span class="soft" lang="{language}">Sadakhlo {language}</span></li></ol>',
    "documents": ">Minutes</a>",
    "video": 'href="https://www.youtube.com/watch?v=x" rel="noopener noreferrer external"',
    "action": '<a class="button" href="/ka/cycles/">Write</a>',
    "questions": "<summary>Who?</summary>",
}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def blocks(cast: Cast) -> dict[str, Any]:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    cast.municipality.refresh_from_db()
    type(cast.municipality).objects.update(window=[-1000, -1000, 3000, 3000])
    return every_block(cycle, make_settlement(cast.municipality))


def test_every_block_is_listed_here() -> None:
    assert set(SHOWN) == set(Body().child_blocks)


def test_a_block_is_shown_in_every_language(client: Client, blocks: dict[str, Any]) -> None:
    for kind in SHOWN:
        make_page_with((kind, blocks[kind]), slug=kind)

    for kind, language in product(SHOWN, LANGUAGES):
        answer = client.get(f"/{language}/{kind}/")

        wanted = SHOWN[kind].format(language=language, cycle=blocks["cycle"]["cycle"])
        assert (answer.status_code, wanted in answer.content.decode()) == (200, True), (kind, language)


def test_what_the_site_says_inside_a_foreign_text_carries_its_own_language(
    client: Client, blocks: dict[str, Any]
) -> None:
    make_page_with(*blocks.items())

    page = client.get("/az/text/").content.decode()

    assert '<article lang="ka">' in page
    assert page.count('<section class="panel" data-stage="objections" lang="az">') == 1
    assert page.count('<section lang="az">') == 1


def test_three_blocks_of_a_kind_cost_as_many_queries_as_one(
    client: Client, blocks: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in SHOWN:
        one, three = f"one-{kind}", f"three-{kind}"
        make_page_with((kind, blocks[kind]), slug=one)
        make_page_with(*[(kind, blocks[kind])] * 3, slug=three)
        _warm(client, one, three)

        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/{one}/")
        caches["pages"].clear()

        with django_assert_num_queries(len(queries), info=kind):
            client.get(f"/en/{three}/")


def test_a_page_of_all_blocks_costs_few_queries(client: Client, blocks: dict[str, Any]) -> None:
    make_page_with(*blocks.items(), slug="all")
    make_page_with(slug="none")
    _warm(client, "all", "none")

    with CaptureQueriesContext(connection) as none:
        client.get("/en/none/")
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as every:
        client.get("/en/all/")

    assert len(every) - len(none) <= 10


def _warm(client: Client, *slugs: str) -> None:
    """The sizes of the pictures are made, and Wagtail remembers the site's roots."""
    for slug in slugs:
        client.get(f"/en/{slug}/")
    caches["pages"].clear()
    client.get("/en/cycles/")
    client.get("/ka/")
    caches["pages"].clear()


def test_a_page_of_all_blocks_loads_nothing_from_elsewhere(client: Client, blocks: dict[str, Any]) -> None:
    make_page_with(*blocks.items())

    page = client.get("/en/text/").content.decode()

    assert re.findall(r'(?:src|srcset|data)="\s*(?:https?:)?//', page) == []
    assert [tag for tag in ("<iframe", "<video", "<embed", "<object", "style=", "onclick") if tag in page] == []


def test_every_block_has_a_name_a_description_and_a_preview(admin_client: Client, blocks: dict[str, Any]) -> None:
    for language, (name, block) in product(LANGUAGES, Body().child_blocks.items()):
        with override(language):
            assert (block.is_previewable, bool(block.get_description()), bool(block.meta.group)) == (True,) * 3, name
            answer = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": _registered(name)})
            page = answer.content.decode()
            assert (answer.status_code, "<h1" in page, "stylesheet" in page) == (200, True, True), name
            assert len(re.sub(r"<[^>]+>|\s", "", page.partition("</h1>")[2])) > 2, name


def test_previews_work_on_a_site_with_nothing_public(admin_client: Client) -> None:
    for name in Body().child_blocks:
        assert admin_client.get(reverse("wagtailadmin_block_preview"), {"id": _registered(name)}).status_code == 200


def test_a_preview_shows_no_cycle_that_is_not_public(admin_client: Client, cast: Cast) -> None:
    from budgeting.cycles.stages import Stage

    make_cycle(cast, Stage.PREPARING)

    for name in ("cycle", "projects", "results"):
        page = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": _registered(name)}).content.decode()
        assert "Budget 2026" not in page


def _registered(name: str) -> str:
    from cms.models import PlainPage

    return PlainPage.body.field.stream_block.child_blocks[name].definition_prefix
