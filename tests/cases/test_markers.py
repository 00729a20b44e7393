"""A hundred numbers, phones and codes go through everything that asks for them, and stand nowhere afterwards.

The forms are those of METHODS, whichever there are: a new way to prove who votes is taken in by itself.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.core.signals import request_started
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.results.actions import count_cycle
from budgeting.voting.actions import GRACE
from budgeting.voting.codes import show_code
from budgeting.voting.identity import METHODS
from budgeting.voting.identity.card.binding import bind_card
from budgeting.voting.identity.desk.actions import issue_desk_code
from budgeting.voting.identity.numbers import NumberField
from budgeting.voting.identity.residents.actions import load_residents
from budgeting.voting.keys import make_key
from budgeting.watching.actions import find_flags, move_verdict, second_verdict
from budgeting.watching.models import Flag, Verdict
from portal.clock import pinned
from portal.messages.sms import Memory
from tests.cases.open_election import on_disk as on_disk  # a fixture
from tests.cases.open_election import tables
from tests.factories import LANGUAGES, make_cards, make_cycle, make_feasible, open_vote
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 34  # of numbers, of phones, of cards and of codes from the desk: 136
BIRTH_YEAR = 1985


@dataclass
class Marker:
    """What one person types."""

    number: str
    phone: str
    code: str

    desk_code: str

    def typed_into(self, name: str, asked: forms.Field, method: str) -> str:
        if isinstance(asked, NumberField):
            return f"{self.number[:5]} {self.number[5:]}"
        if name == "year":
            return str(BIRTH_YEAR)
        return self.phone if "phone" in name else show_code(self.desk_code if method == "desk" else self.code)

    @property
    def forms(self) -> list[str]:
        """Each as it may have been written down, with and without what people type in between."""
        local = self.phone.removeprefix("+995")
        return [self.number, f"{self.number[:5]} {self.number[5:]}", self.phone, local, *self.codes]

    @property
    def codes(self) -> list[str]:
        return [shown for code in (self.code, self.desk_code) for shown in (code, show_code(code))]


@dataclass
class Overheard:
    """What the site says of itself while it works: its log at DEBUG with all queries, and its addresses."""

    log: io.StringIO = field(default_factory=io.StringIO)
    addresses: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[None]:
        handler, root = logging.StreamHandler(self.log), logging.getLogger()
        loggers = [root, *(logging.getLogger(name) for name in ("django", "django.db.backends", "budgeting", "portal"))]
        before = [one.level for one in loggers]
        root.addHandler(handler)
        request_started.connect(self._note, weak=False)
        for one in loggers:
            one.setLevel(logging.DEBUG)
        try:
            with CaptureQueriesContext(connection):  # so that queries are logged with what they ask for
                yield
        finally:
            root.removeHandler(handler)
            request_started.disconnect(self._note)
            for one, level in zip(loggers, before, strict=True):
                one.setLevel(level)

    def _note(self, environ: dict[str, str], **_facts: object) -> None:
        self.addresses.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")


def go_through(cycle: Cycle, marker: Marker, language: str, heard: Overheard) -> None:
    """Every way to prove who votes: wrongly, rightly where a card was issued, and with a sign too many."""
    client = Client()
    with override(language):
        choose, identify = (reverse(name, args=[cycle.address]) for name in ("vote", "vote_identify"))
    for name, method in METHODS.items():
        asked = method.make_form(cycle).fields
        typed = {one: marker.typed_into(one, asked[one], name) for one in asked}
        for spoiled in ("{}x", "{}", "0{}"):
            client.post(choose, {"choice": ["1"]})
            data = {"method": name, **{one: spoiled.format(text) for one, text in typed.items()}}
            for _further in range(3):
                response = client.post(identify, data)
                assert response.status_code in (200, 302, 409, 422)
                heard.headers.append(f"{response.headers} {response.cookies.output()}")
                further = _fields_shown(response, name) - set(data)
                if not further:
                    break
                data |= dict.fromkeys(further, _code_sent_to(marker.phone))


def _fields_shown(response: Any, name: str) -> set[str]:
    """What the page asks for next, by this method."""
    methods = response.context["methods"] if response.context and "methods" in response.context else ()
    return {one for method, form, _level in methods for one in form.fields if method.name == name}


def _code_sent_to(phone: str) -> str:
    """The digits of the last message to the phone."""
    digits = [code for to, text in Memory.sent if to == phone for code in re.findall(r"\d{6}", text)]
    return digits[-1] if digits else "000000"


def test_case_25_a_hundred_markers_stand_nowhere(cast: Cast, on_disk: Path | None) -> None:
    heard = Overheard()
    with heard.listening():
        cycle, markers = _hand_out(cast)
        for place, marker in enumerate(markers):
            go_through(cycle, marker, LANGUAGES[place % len(LANGUAGES)], heard)
        assert cycle.roll.count() == EACH
        assert set(METHODS) == {"residents", "sms", "card", "desk"}
        open_dump, open_cache = _dump(), _cached()
        with pinned(cycle.voting_until_at + GRACE):
            _let_bursts_count(cast, cycle)
            count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
        go_through(cycle, markers[0], "ka", heard)  # the key is gone, and people still try
        exported = io.StringIO()
        call_command("export_election", cycle.pk, stdout=exported)

    places = {
        "database while the vote is open": open_dump,
        "database after the close": _dump(),
        "cache": open_cache + _cached(),
        "log": heard.log.getvalue(),
        "addresses": "\n".join(heard.addresses),
        "headers and cookies": "\n".join(heard.headers),
        "sessions": str([one.get_decoded() for one in Session.objects.all()]),
        "mail": "\n".join(str(one.message()) for one in mail.outbox),
        "export": exported.getvalue(),
        "archive": _unzipped(Path(count.archive.path)),
        "files": _files(),
    }
    found = {
        (name, text)
        for name, content in places.items()
        for marker in markers
        for text in marker.forms
        if text in content
    }
    assert found == set()
    told = [one for one in Memory.sent for marker in markers for text in _others(marker, one) if text in str(one)]
    assert told == []
    assert ("INSERT INTO" in places["log"], len(heard.addresses) > 6 * EACH) == (True, True)  # it did listen


def _hand_out(cast: Cast) -> tuple[Cycle, list[Marker]]:
    """A vote by every method: everybody is on the list, and has a card and a code from the desk."""
    numbers = [f"{98765000000 + 7 * place}" for place in range(EACH)]
    cycle = make_cycle(cast, Stage.VOTING, identity_methods=list(METHODS))
    make_feasible(cast, cycle)
    make_key(cycle)
    load_residents(cycle, [f"{number},{BIRTH_YEAR}\n".encode() for number in numbers])
    open_vote(cast, cycle)
    markers = []
    for place, (number, card) in enumerate(zip(numbers, make_cards(cast, cycle, EACH), strict=True)):
        bind_card(cycle, number, card, by=cast.booth_officer)
        desk_code = issue_desk_code(cycle, number, by=cast.booth_officer)
        markers.append(Marker(number, f"+99555{5000000 + 13 * place}", card, desk_code))
    return cycle, markers


def _let_bursts_count(cast: Cast, cycle: Cycle) -> None:
    """So many ballots within seconds are in quarantine; two officials let them count."""
    find_flags(cycle)
    for flag in Flag.objects.filter(cycle=cycle):
        second_verdict(
            move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="Ours."), by=cast.other_official
        )


def _others(marker: Marker, message: tuple[str, str]) -> list[str]:
    """All but the phone itself where the message goes to that very phone."""
    return [text for text in marker.forms if message[0] != marker.phone or text not in marker.phone]


def _dump() -> str:
    return str(tables())


def _cached() -> str:
    """All that the caches hold, keys and values."""
    found = ""
    for store in caches.all():
        inner = getattr(store, "_cache", None)
        if isinstance(inner, dict):
            found += str(list(inner.items()))
        elif inner is not None:
            client = inner.get_client()
            found += str([(key, client.dump(key)) for key in client.scan_iter()])
    return found


def _unzipped(path: Path) -> str:
    with zipfile.ZipFile(path) as bundle:
        return "\n".join(bundle.read(name).decode() for name in bundle.namelist())


def _files() -> str:
    """All files of the installation, and those of the database where it is one of them."""
    roots = [Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)]
    database = connection.settings_dict["NAME"]
    files = [file for root in roots for file in root.rglob("*") if file.is_file()]
    if connection.vendor == "sqlite":
        files += Path(database).parent.glob(f"{Path(database).name}*")
    return "\n".join(file.read_bytes().decode(errors="replace") for file in files)
