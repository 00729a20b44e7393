"""Every address x role x method answers as table.txt says; an address without a row fails.

A row: the address's name, what fills it in (keys of the world, commas between them), the method, and one status
for each column. A POST is sent empty and taken back: what is asked here is who comes how far, not what a form says.
"""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.accounts.models import User
from tests.access.world import COLUMNS, World

LINES = [line.split() for line in Path(__file__).with_name("table.txt").read_text().splitlines()]
ROWS = [line for line in LINES if line and not line[0].startswith("#")]
METHODS = {"GET", "POST"}
PUBLISHED_COUNTS = {"desk_simulator"}  # any staff may try rules out on what every reader can download


def test_everybody_is_answered_as_the_table_says(world: World) -> None:
    wrong = []
    for name, keys, method, *expected in ROWS:
        path = reverse(name, args=world.args(keys))
        answered = [answer(method, path, world.people[column]) for column in COLUMNS]
        differing = zip(COLUMNS, expected, answered, strict=True)
        wrong += [f"{method} {name}: {who} {got}, not {said}" for who, said, got in differing if got != said]

    assert wrong == []


def answer(method: str, path: str, person: User | None) -> str:
    """The status; what the request changed is taken back."""
    client = Client(raise_request_exception=True)
    if person:
        client.force_login(person)
    with transaction.atomic():
        response = client.get(path) if method == "GET" else client.post(path)
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and "/account/" in response["Location"]
    return "sign-in" if to_sign_in else str(response.status_code)


def test_every_address_has_a_row_for_both_methods() -> None:
    walked = {(row[0], row[2]) for row in ROWS}
    named = {(name, method) for name in names() for method in METHODS}

    assert (named - walked, walked - named) == (set(), set())


def test_nobody_from_elsewhere_reaches_a_desk_by_its_ids() -> None:
    """Another municipality's ids are not found, whatever roles somebody holds at home; 405 comes before any look-up."""
    at = COLUMNS.index("foreign") + 3
    open_to_foreign = {row[0]: row[at] for row in ROWS if is_of_one_place(row)}

    assert {name: status for name, status in open_to_foreign.items() if status not in ("404", "405")} == {}


def is_of_one_place(row: list[str]) -> bool:
    return row[0].startswith("desk_") and row[1] != "-" and row[0] not in PUBLISHED_COUNTS


def names() -> set[str]:
    """The names of all addresses but Wagtail's and allauth's internal ones."""
    resolvers = [
        *(get_resolver(f"{conf}.urls") for conf in ("budgeting", "budgeting.embeds", "budgeting.opendata")),
        *(get_resolver(f"{conf}.urls") for conf in ("cms", "cms.embeds", "portal.accounts", "portal.messages")),
        get_resolver("portal.api_urls"),
    ]
    return {name for resolver in resolvers for name in _names(resolver)}


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from _names(pattern)
