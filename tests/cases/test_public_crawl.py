"""An anonymous crawl of everything that is open finds what the list of public things allows, in every stage, and no more."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from budgeting.cycles.stages import Stage
from cms.models import HomePage
from tests.access.test_table import _names
from tests.cases.crawl_world import MARK, STAGES, CrawlWorld, make_crawl_world
from tests.people import Cast

SITE = "http://127.0.0.1:8000"
LANGUAGES = ("ka", "hy", "az", "en")
# What a page points at for programs and other people's pages; what colleagues add below these is walked by itself.
OPEN = re.compile(r'(?:href|src)="((?:http://127\.0\.0\.1:8000)?/(?:embed|share|data|api|oembed|\w\w/feeds)/[^"#]*)"')
LOC = re.compile(r"<loc>([^<]+)</loc>")
NAMED = re.compile(r"/(cycle|proposal)s/(\d+)")
SKIPPED = (".zip", ".css", ".pdf")
API = {
    "cycle": "api_cycle",
    "proposal": "api_proposal",
    "result": "api_result",
    "campaign": "api_campaign",
    "municipality": "api_municipality",
    "settlement": "api_settlement",
    "office": "api_office",
}


@pytest.fixture
def world(cast: Cast) -> CrawlWorld:
    return make_crawl_world(cast)


def test_a_crawl_finds_what_is_public_in_every_stage_and_nothing_else(world: CrawlWorld, cast: Cast) -> None:
    visited = crawl([*starts(), *guesses(world)])

    found = {kind: set() for kind in ("cycle", "proposal")}
    for body in visited.values():
        for kind, pk in NAMED.findall(body):
            found[kind].add(int(pk))
    leaks = [path for path, body in visited.items() if MARK in body or "@marneuli.example" in body]

    assert leaks == []
    assert found == {kind: world.public[kind] for kind in found}
    assert len(visited) > 200


def test_the_api_answers_for_public_things_alone(world: CrawlWorld) -> None:
    statuses = {
        (kind, pk): Client().get(reverse(view, args=[pk])).status_code
        for kind, view in API.items()
        for pk in world.public[kind] | world.private[kind]
    }

    # Of what was hidden after it was answered only the day and the outcome stay.
    [ask] = [row for row in rows("/api/v1/asks/?page_size=100") if row["subject"] is None and row["responses"]]
    [response] = ask["responses"]

    assert (response["outcome"], response["reason"], response["evidence"]) == ("done", None, "")
    assert statuses == {
        **{(kind, pk): 200 for kind in API for pk in world.public[kind]},
        **{(kind, pk): 404 for kind in API for pk in world.private[kind]},
    }


def test_the_lists_of_the_api_hold_public_things_alone(world: CrawlWorld) -> None:
    lists = {
        kind: {row[key] for row in rows(f"/api/v1/{name}/?page_size=100")}
        for kind, name, key in (
            *(("cycle", "cycles", "id"), ("proposal", "proposals", "id"), ("result", "results", "cycle")),
            *(("campaign", "campaigns", "id"), ("municipality", "municipalities", "id")),
            *(("settlement", "settlements", "id"), ("office", "offices", "id")),
        )
    }
    counts = {row["id"] for cycle in world.public["cycle"] for row in rows(f"/api/v1/cycles/{cycle}/counts/")}
    pages = {row["id"] for row in rows("/api/v1/pages/?page_size=100")}
    hidden = world.private

    assert {**lists, "count": counts} == {kind: world.public[kind] for kind in (*lists, "count")}
    assert (world.public["page"] <= pages, pages & hidden["page"]) == (True, set())
    assert {kind for kind in (*lists, "count", "page") if not hidden[kind]} == set()
    # and there was something to find in every stage
    assert {row["stage"] for row in rows("/api/v1/cycles/")} == {stage.value for stage in STAGES}
    assert set(Stage) - set(STAGES) == {Stage.PREPARING}


def starts() -> list[str]:
    """Where a stranger's program begins."""
    home = HomePage.objects.first()
    feeds = [f"/{code}/feeds/news.atom" for code in LANGUAGES]
    below = [f"/{code}/feeds/{home.pk}/news.atom" for code in LANGUAGES] if home else []
    return ["/sitemap.xml", "/robots.txt", "/api/v1/", "/api/v1/openapi.json", *feeds, *below]


def guesses(world: CrawlWorld) -> Iterator[str]:
    """Every open address that takes one id, with the id of everything there is."""
    pks = {pk for things in (world.public, world.private) for kind in ("cycle", "proposal") for pk in things[kind]}
    for name in set(_names(get_resolver("portal.open_urls"))) - {"api_nothing"}:
        for pk in sorted(pks):
            try:
                yield reverse(name, args=[pk])
            except NoReverseMatch:
                break


def crawl(waiting: list[str]) -> dict[str, str]:
    """{address: body} of all that can be reached from these."""
    client, visited = Client(), dict[str, str]()
    while waiting:
        path = waiting.pop().removeprefix(SITE)
        if path in visited or not path.startswith("/") or path.partition("?")[0].endswith(SKIPPED):
            continue
        response = client.get(path)
        assert response.status_code in (200, 301, 302, 404), (path, response.status_code)
        assert not response.cookies or path[:4] in {f"/{code}/" for code in LANGUAGES}, path
        body = b"".join(response) if response.streaming else response.content
        visited[path] = body.decode("utf-8", "replace")
        waiting += links(response, visited[path])
    return visited


def links(response: Any, body: str) -> list[str]:
    if response.status_code != 200:
        return [response["Location"]] if response.status_code in (301, 302) else []
    kind = response["Content-Type"].partition(";")[0]
    if kind == "application/json":
        return list(addresses(response.json()))
    if kind == "text/html":
        return OPEN.findall(body)
    return LOC.findall(body) + re.findall(r'href="([^"]+)"', body)


def addresses(value: Any) -> Iterator[str]:
    """Every address in a JSON text, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from addresses(one)
    elif isinstance(value, str) and value.startswith(f"{SITE}/"):
        yield value


def rows(path: str) -> list[dict[str, Any]]:
    return Client().get(path).json()["results"]
