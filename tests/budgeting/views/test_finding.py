"""The list and the map of a cycle's proposals: found in any language, at a cost that does not grow."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from tests.factories import make_cycle, make_draft, make_published, make_settlement, make_theme
from tests.people import Cast

LANGUAGES = ("ka", "hy", "az", "en")
MOST_QUERIES = 12


def list_path(cycle: Cycle, query: str = "") -> str:
    return f"{reverse('proposals', args=[cycle.address])}?{query}"


def map_path(cycle: Cycle, query: str = "") -> str:
    return f"{reverse('proposal_map', args=[cycle.address])}?{query}"


def found(client: Client, cycle: Cycle, query: str) -> list[Proposal]:
    return list(client.get(list_path(cycle, query)).context["page"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_answers_in_every_language_without_a_cookie(client: Client, cast: Cast, language: str) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle, settlement=make_settlement(cast.municipality))
    make_published(cast, cycle)
    with override(language):
        response = client.get(map_path(cycle))

    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("query", ["", "q=lampa", "q=lampa+light", "order=newest", "state=published&theme=water"])
@pytest.mark.parametrize("path", [list_path, map_path])
def test_finding_costs_the_same_with_1_and_with_30(client: Client, cast: Cast, path, query: str) -> None:
    cycle = make_cycle(cast)
    costs = []
    for count in (1, 29):
        for number in range(count):
            village = make_settlement(cast.municipality, f"Village {count} {number}")
            make_published(cast, cycle, title="Lampa light", settlement=village)
            make_published(cast, cycle, title="Lampa light", lat=41.4, lon=44.8)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path(cycle, query)).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= MOST_QUERIES


def test_list_shows_the_best_match_first_then_the_newest(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    in_text = make_published(cast, cycle, title="A", summary="B", text="Körpü")
    in_title = make_published(cast, cycle, title="Körpü", summary="B", text="C")
    in_summary = make_published(cast, cycle, title="A", summary="Körpü", text="C")
    newer_title = make_published(cast, cycle, title="Körpü", summary="B", text="C")

    assert found(client, cycle, "q=korpu") == [newer_title, in_title, in_summary, in_text]
    assert found(client, cycle, "q=korpu&order=newest") == [newer_title, in_summary, in_title, in_text]


def test_list_says_where_it_found_what_the_card_does_not_show(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    here = make_published(cast, cycle, written_in="az", title="Körpü", summary="B", text="C")
    there = make_published(cast, cycle, written_in="ka", title="ხიდი", summary="ბ", text="გ")
    Proposal.objects.filter(pk=there.pk).update(title_az="Keçid")
    below = make_published(cast, cycle, written_in="az", title="A", summary="B", text="Körpü")

    with override("az"):
        cards = found(client, cycle, "q=korpu")

    with override("en"):
        notes = {card.pk: str(getattr(card, "found_in", "")) for card in cards}
    assert notes == {here.pk: "", there.pk: "Found in the Georgian text", below.pk: "Found in the longer text"}


def test_list_is_narrowed_by_settlement_theme_and_state(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    village = make_settlement(cast.municipality)
    placed = make_published(cast, cycle, settlement=village, theme=make_theme("roads"))
    reviewed = make_published(cast, cycle)
    Proposal.objects.filter(pk=reviewed.pk).update(state=State.UNDER_REVIEW)
    make_draft(cast, cycle, settlement=village)

    assert found(client, cycle, f"settlement={village.pk}") == [placed]
    assert found(client, cycle, "settlement=none") == [reviewed]
    assert found(client, cycle, "theme=roads") == [placed]
    assert found(client, cycle, "state=under_review") == [reviewed]
    assert set(found(client, cycle, "state=draft&settlement=x")) == {placed, reviewed}


@pytest.mark.parametrize("path", [list_path, map_path])
@pytest.mark.parametrize(
    "q", ["%", "_", "'", '"', "\\", "\0", "%00", "a" * 10_000, "🙂", "\N{ZERO WIDTH SPACE}", "#road"]
)
def test_nonsense_gets_a_calm_answer(client: Client, cast: Cast, path, q: str) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle)

    assert client.get(path(cycle).rstrip("?"), {"q": q, "state": q, "theme": q, "settlement": q}).status_code == 200


def test_random_order_is_kept_only_without_a_search(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle, title="Lampa")

    assert "private" in client.get(list_path(cycle))["Cache-Control"]
    assert "private" not in client.get(list_path(cycle, "q=lampa")).get("Cache-Control", "")


def test_map_and_table_count_each_settlement_and_lead_to_the_list(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    village = make_settlement(cast.municipality, "Sadakhlo")
    off_the_map = make_settlement(cast.municipality, "Nowhere")
    type(off_the_map).objects.filter(pk=off_the_map.pk).update(lat=None)
    for place in (village, village, off_the_map, None):
        make_published(cast, cycle, title="Lampa", settlement=place)
    make_published(cast, cycle, title="Körpü", summary="B", text="C", settlement=village)

    html = client.get(map_path(cycle, "q=lampa")).content.decode()

    drawing, table = html.split("</svg>")
    assert re.findall(r"<title>(Sadakhlo[^<]*|Nowhere[^<]*)</title>", drawing) == [f"{village.name}: 2"]
    links = re.findall(r'href="([^"]*)">[^<]*</a></th><td class="number">(\d+)', table)
    base = reverse("proposals", args=[cycle.address]).partition("/cycles/")[2]
    assert [(link.partition("/cycles/")[2].replace("&amp;", "&"), count) for link, count in links] == [
        (f"{base}?q=lampa&settlement={village.pk}", "2"),
        (f"{base}?q=lampa&settlement={off_the_map.pk}", "1"),
        (f"{base}?q=lampa&settlement=none", "1"),
    ]


def test_map_pins_what_has_a_point_but_no_settlement(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    proposal = make_published(cast, cycle, title="Körpü <b>", lat=41.4, lon=44.8)

    drawing = client.get(map_path(cycle)).content.decode().partition("</svg>")[0]

    assert f'/proposals/{proposal.address}/" lang="az" aria-label="Körpü &lt;b&gt;"' in drawing


def test_map_without_an_outline_is_a_table(client: Client, cast: Cast) -> None:
    cast.municipality.outline, cast.municipality.window = "", []
    cast.municipality.save()
    cycle = make_cycle(cast)
    make_published(cast, cycle, settlement=make_settlement(cast.municipality))

    html = client.get(map_path(cycle)).content.decode()

    assert ('class="map places"' in html, "<table>" in html) == (False, True)


def test_map_of_a_cycle_in_preparation_is_not_found_by_strangers(client: Client, cast: Cast, elsewhere: Cast) -> None:
    path = map_path(make_cycle(cast, Stage.PREPARING))

    for person in (None, cast.neighbour, elsewhere.administrator):
        if person:
            client.force_login(person)
        assert client.get(path).status_code == 404
