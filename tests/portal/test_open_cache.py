"""Kept answers to open addresses: for everybody alike, until something changes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Cycle
from portal.cache import forget_pages
from tests.factories import make_cycle
from tests.people import Cast


@pytest.fixture
def path(cast: Cast, settings) -> str:
    settings.PAGE_CACHE_SECONDS = 60
    return reverse("embed_cycle", args=[make_cycle(cast).pk])


def queries(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(path, **headers).status_code == 200
    return len(made)


def test_a_second_reader_costs_no_query_and_gets_the_same(client: Client, path: str) -> None:
    first, made = client.get(path), queries(Client(HTTP_COOKIE="sessionid=x"), path)
    second = client.get(path)
    assert made == 0
    assert (second.content, dict(second.headers)) == (first.content, dict(first.headers))


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?lang=hy", {}),
        ("?theme=dark", {}),
        ("", {"HTTP_ACCEPT_ENCODING": "gzip"}),
        ("", {"HTTP_HOST": "localhost"}),
    ],
)
def test_another_answer_is_kept_apart(client: Client, path: str, query: str, headers: dict[str, str]) -> None:
    client.get(path)
    assert queries(client, path + query, **headers) > 0


@pytest.mark.parametrize("headers", [{"HTTP_ACCEPT_LANGUAGE": "hy"}, {"HTTP_COOKIE": "sessionid=x"}])
def test_nothing_of_the_reader_makes_another_answer(client: Client, path: str, headers: dict[str, str]) -> None:
    first = client.get(path).content

    assert (queries(client, path, **headers), client.get(path, **headers).content) == (0, first)


def test_compressed_answers_are_not_given_to_who_cannot_read_them(client: Client, path: str) -> None:
    client.get(path, HTTP_ACCEPT_ENCODING="gzip")
    assert "Content-Encoding" not in client.get(path)


def test_a_change_by_an_editor_is_seen_at_once(client: Client, path: str) -> None:
    client.get(path)
    Cycle.objects.update(title_ka="სხვა")
    kept = client.get(path).content.decode()
    forget_pages()
    assert ("სხვა" in kept, "სხვა" in client.get(path).content.decode()) == (False, True)


def test_what_was_not_found_is_looked_for_again(client: Client, path: str) -> None:
    Cycle.objects.update(proposing_cleared_at=None)
    first = client.get(path).status_code
    Cycle.objects.update(proposing_cleared_at="2026-01-01T00:00Z")
    assert (first, client.get(path).status_code) == (404, 200)


def test_nothing_is_kept_where_pages_are_not(client: Client, path: str, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    assert [queries(client, path) > 0 for _time in range(2)] == [True, True]
