"""A vote as it really goes: through the pages, with cookies and sessions, in a database of its own on the disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from sqlite3 import connect

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from budgeting.closing.actions import close_vote
from budgeting.closing.models import Closing
from budgeting.cycles.models import Cycle
from budgeting.voting.actions import GRACE
from budgeting.voting.keys import keyed_hash
from portal.accounts.models import User
from portal.clock import now, pinned
from tests.factories import make_cards, make_vote
from tests.people import Cast

PROJECTS = 5
VOTERS = 25


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[Path | None]:
    """On SQLite the database is a file with a write-ahead log, as on a server; elsewhere None."""
    if connection.vendor != "sqlite":
        yield None
        return
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    path = tmp_path / "site.sqlite3"
    with connect(path) as copy:
        in_memory.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield path
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


@dataclass(frozen=True)
class Secret:
    """What nobody may find out: who cast which ballot, with all that the voter has in hand."""

    user: User
    session: str
    code: str
    receipt: str
    choices: tuple[int, ...]
    voter_key: str
    ballot_key: str


def hold_vote(cast: Cast) -> tuple[Cycle, list[Secret]]:
    """Everybody is signed in, chooses something of their own and votes with a card, one after the other."""
    cycle = make_vote(cast, (1_000_000,) * PROJECTS)
    every = [each for size in (1, 2, 3) for each in combinations(range(1, PROJECTS + 1), size)]
    secrets = [
        _vote(cycle, code, choices)
        for code, choices in zip(make_cards(cast, cycle, VOTERS), Random(7).sample(every, VOTERS), strict=True)
    ]
    return cycle, secrets


def _vote(cycle: Cycle, code: str, choices: tuple[int, ...]) -> Secret:
    user = User.objects.create_user(f"{code.lower()}@example.ge")
    client = Client()
    client.force_login(user)
    with pinned(now() - timedelta(minutes=2)):  # nobody fills in a ballot within seconds
        client.post(reverse("vote", args=[cycle.address]), {"choice": [str(number) for number in choices]})
    done = client.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": code}, follow=True)
    voter_key = keyed_hash(cycle, "roll", f"card:{code}")
    return Secret(
        user,
        client.session.session_key,
        code,
        done.context["code"].replace("-", ""),
        choices,
        voter_key,
        keyed_hash(cycle, "ballot", voter_key),
    )


def close(cast: Cast, cycle: Cycle) -> Closing:
    with pinned(cycle.voting_until_at + GRACE):
        return close_vote(cycle, by=cast.official, seconded_by=cast.other_official)


def tables() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, those of Django's, Wagtail's and the tasks' too, in the order they are stored."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            by_place = f" ORDER BY {place}" if name in {model._meta.db_table for model in apps.get_models()} else ""
            cursor.execute(f'SELECT * FROM "{name}"{by_place}')  # noqa: S608  (names of our own tables)
            found[name] = cursor.fetchall()
    return found
