"""The log's pages, and its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.views.log import ENTRIES_PER_PAGE
from budgeting.views.log_words import ACTS, facts_in_words
from portal.log.models import Seal, record
from portal.log.sealing import seal_log
from tests.factories import LANGUAGES
from tests.people import ROLES, Cast

RECORDERS = {"record", "_record", "_note", "record_act"}


def recorded() -> Iterator[str]:
    """The name of every act that the code records anywhere."""
    for folder in ("budgeting", "portal", "cms"):
        for file in Path(settings.ROOT, folder).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in RECORDERS and call.args:
                    name = call.args[0]
                    if isinstance(name, ast.Constant):
                        yield str(name.value)
                    else:
                        assert isinstance(name, ast.Name), f"{file}: the act of an entry must be written out"


def test_every_act_that_is_recorded_has_a_sentence() -> None:
    assert set(recorded()) - set(ACTS) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_sees_the_roots_and_no_entry(client: Client, cast: Cast, language: str) -> None:
    path = f"/{language}/log/"
    empty = client.get(path)
    record("sign_gate", "Budget 2026", by=cast.official, municipality=cast.municipality)
    seal = seal_log()

    page = client.get(path)

    assert (empty.status_code, page.status_code, dict(page.cookies)) == (200, 200, {})
    content = page.content.decode()
    assert (f"<code>{seal.root}</code>" in content, "Budget 2026" in content, str(cast.official) in content) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_observer_reads_who_did_what(client: Client, cast: Cast, elsewhere: Cast, language: str) -> None:
    record("sign_gate", "<b>Ours</b>", by=cast.official, municipality=cast.municipality, gate="voting", digest="ab")
    seal_log()
    record("sign_gate", "Theirs", by=elsewhere.official, municipality=elsewhere.municipality)
    client.force_login(cast.observer)

    page = client.get(f"/{language}/log/marneuli/")

    content = page.content.decode()
    assert page.status_code == 200
    assert ["&lt;b&gt;Ours" in content, "Theirs" in content, str(cast.official) in content] == [True, False, True]


@pytest.mark.parametrize("name", ROLES)
def test_entries_are_for_staff_and_observers_of_the_place_alone(
    client: Client, cast: Cast, elsewhere: Cast, name: str
) -> None:
    path = reverse("log_entries", args=[cast.municipality.slug])
    assert client.get(path).status_code == 302
    answers = []
    for person in (getattr(cast, name), getattr(elsewhere, name), cast.resident):
        client.force_login(person)
        answers.append(client.get(path).status_code)

    assert answers == [200, 404, 404]


def test_the_entries_are_paged_and_cost_the_same(client: Client, cast: Cast) -> None:
    client.force_login(cast.observer)
    path, costs = reverse("log_entries", args=[cast.municipality.slug]), []
    for more in (1, ENTRIES_PER_PAGE):
        for number in range(more):
            by = (cast.official, cast.other_official)[number % 2]
            record("sign_gate", f"Budget {number}", by=by, municipality=cast.municipality)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        costs.append(len(queries))

    assert (costs[0], len(page.context["rows"])) == (costs[1], ENTRIES_PER_PAGE)
    assert len(client.get(path, {"page": 2}).context["rows"]) == 1


def test_facts_are_named_and_shown_flat() -> None:
    facts = {"voters": {"online": 12, "paper": 0}, "fields": ["rule", "title"], "odd_one": None, "gate": True}

    assert [(str(name), value) for name, value in facts_in_words(facts)] == [
        ("What was changed", "rule, title"),
        ("Stage", "✓"),
        ("odd_one", "–"),
        ("Voters", "Voters online: 12; Voters on paper: 0"),
    ]


def test_only_the_newest_roots_are_shown(client: Client, cast: Cast) -> None:
    for number in range(32):
        record("sign_gate", number, by=cast.official)
        seal_log()

    assert client.get(reverse("log")).content.decode().count("<code>") == 30 + 1
    assert Seal.objects.count() == 32
