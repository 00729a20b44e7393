"""What the pages of a vote show and do not show: cases 29 to 32 of the forty, T14 and T27 of the thirty."""

import csv
import re
import socket
from io import StringIO
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from budgeting.booths.models import BoothProtocol
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.results.actions import ask_count, count_cycle, run_count
from budgeting.results.models import Count
from budgeting.views.csv_file import csv_file
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot, Roll
from budgeting.voting.withdrawing.actions import move_withdrawal, second_withdrawal
from budgeting.watching.actions import move_verdict, second_verdict
from budgeting.watching.models import Flag, Suspicion, Verdict
from cms.sitemaps import SECTIONS
from portal.accounts.models import User
from portal.asgi import application
from tests.access.forms_of import Page
from tests.access.test_table import ROWS
from tests.access.world import World
from tests.budgeting.booths.paper import after, make_booth, sign_twice, stamp_people, type_twice, voter_of
from tests.budgeting.live.own_thread import in_own_thread, on_own_loop
from tests.budgeting.results.closed import make_closed
from tests.budgeting.voting.extending.outages import HOUR, move
from tests.cases.open_world import OF_THE_VOTE, browser_of, paths
from tests.cases.open_world import open_world as open_world  # a fixture
from tests.factories import make_cycle, make_settlement, make_vote
from tests.people import Cast

SCRIPTS = [
    "<script>alert(1)</script>",
    "\"' onmouseover=alert(1) x='",
    "<svg onload=alert(1)>",
    "{{ 7|add:7 }}{% debug %}",
]
PEOPLE = ("resident", "moderator", "official", "administrator", "observer")


def signed_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", " ="])
@pytest.mark.parametrize("word", ["წყალი", "Ջուր", "Suyu"])
def test_case_29_no_cell_of_a_table_is_a_formula(first: str, word: str) -> None:
    cell = f'{first}HYPERLINK("http://x.example";"{word}")'

    text = csv_file("name", [cell.strip()[1:]], [[cell, 7]]).content.decode("utf-8-sig")

    [_head, [written, number]] = csv.reader(StringIO(text, newline=""))
    assert (written, number) == (f"'{cell}", "7")


def test_case_29_a_vote_gives_no_table_for_spreadsheets(open_world: World) -> None:
    """What is counted goes out as the archive's .pb, a format of its own; nothing else of a vote is downloaded."""
    client = browser_of(open_world, "everything")

    kinds = {client.get(address).get("Content-Type", "").partition(";")[0] for address in paths(open_world)}

    assert kinds <= {"text/html", "application/pdf", "text/x-python", ""}


@pytest.mark.parametrize("script", SCRIPTS)
def test_case_30_names_and_reasons_of_a_vote_are_inert(cast: Cast, script: str) -> None:
    """Typed into the forms of the desk: a booth, an area, a network, a theme of cards, and every reason."""
    planned, cycle = make_cycle(cast, Stage.REVIEWING), make_vote(cast)
    official, administrator = signed_in(cast.official), signed_in(cast.administrator)
    village = make_settlement(cast.municipality)
    names = {f"name_{code}": script for code in ("ka", "hy", "az", "en")}
    areas = reverse("desk_areas", args=[planned.pk])
    administrator.post(areas, {**names, "envelope": "100", "envelope_tetri": "100", "settlements": [village.pk]})
    official.post(reverse("desk_booths", args=[cycle.pk]), {"name": script})
    networks = reverse("desk_networks", args=[cast.municipality.slug])
    official.post(networks, {"network": "192.0.2.0/24", "label": script})
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.HASTY, window=7, ballots=12)
    second_verdict(move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason=script), by=cast.other_official)
    second_withdrawal(move_withdrawal(cycle, by=cast.official, number=3, reason=script), by=cast.other_official)
    move(cast, cycle, cycle.voting_until_at + HOUR, reason=script)

    shown = [areas, networks, reverse("log_entries", args=[cast.municipality.slug])]
    pages = ("desk_booths", "desk_vote", "desk_flags", "desk_cycle", "cycle", "vote", "watch", "observe", "turnout")
    shown += [reverse(name, args=[cycle.pk]) for name in pages]
    told = {path: administrator.get(path).content.decode() for path in shown}
    assert {path: Page(html).acting for path, html in told.items() if Page(html).acting} == {}
    assert [path for path, html in told.items() if script in html and "<" in script] == []
    assert (cycle.booths.get().name, cast.municipality.shared_networks.get().label) == (script, script)
    assert planned.areas.get().name_ka == script


def test_case_30_pages_of_a_vote_forbid_scripts_in_the_page(open_world: World) -> None:
    client = browser_of(open_world, "everything")

    for address in paths(open_world):
        policy = client.get(address)["Content-Security-Policy"]
        assert ("default-src 'self'" in policy, "unsafe" in policy, "object-src 'none'" in policy) == (
            True,
            False,
            True,
        )


def unknown_and(client: Client, name: str, pk: int, *rest: int) -> list[tuple[int, str]]:
    """(status, page) for this cycle and for one that does not exist, without their numbers."""
    answers = [(one, client.get(reverse(name, args=[one, *rest]))) for one in (pk, 987_654)]
    return [
        (answer.status_code, re.sub(rf"cycles/{one}\b|value=\"\w{{64}}\"", "", answer.content.decode()))
        for one, answer in answers
    ]


OF_A_CYCLE = sorted({row[0] for row in ROWS if row[0] in OF_THE_VOTE and row[1].startswith(("cycle", "counted"))})
PUBLIC = [name for name in OF_A_CYCLE if not name.startswith("desk_") and name != "observe"]


@pytest.mark.parametrize("who", [None, "resident", "foreign official"])
def test_case_31_a_vote_of_an_unpublished_cycle_is_as_unknown_as_none(
    cast: Cast, elsewhere: Cast, who: str | None
) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)
    client = signed_in({None: None, "resident": cast.resident}.get(who, elsewhere.official))

    for name in [*PUBLIC, "observe"] if who else PUBLIC:
        hidden, unknown = unknown_and(client, name, cycle.pk, *([1] if name == "results_step" else []))
        assert (hidden, hidden[0] in (404, 405)) == (unknown, True), name
    told = ["/sitemap.xml", *(f"/sitemap-{section}.xml" for section in SECTIONS), "/en/feeds/news.atom"]
    for answer in map(client.get, told):
        assert (answer.status_code, f"/cycles/{cycle.pk}" in answer.content.decode()) == (200, False)
    for path in ("/feed/", "/api/", "/en/feed/"):
        assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize("who", [None, *PEOPLE])
def test_case_31_t08_a_count_before_its_publication_is_as_unknown_as_none(cast: Cast, who: str | None) -> None:
    """Results, steps, embed and archive; the closing protocol is public from the close on and says nothing of them."""
    cycle = make_closed(cast)
    before = signed_in(None).get(reverse("closing_protocol", args=[cycle.pk])).status_code
    count = ask_count(cycle, by=cast.official)
    run_count(count)
    client = signed_in(getattr(cast, who) if who else None)

    for name, *rest in (("results",), ("results_step", 1), ("embed_results",)):
        hidden, unknown = unknown_and(client, name, cycle.pk, *rest)
        assert (hidden[0], hidden) == (404, unknown)
    shown = client.get(reverse("results", args=[cycle.pk]), {"count": Count.objects.get().pk})
    assert (before, shown.status_code) == (200, 404)


def test_case_31_t14_the_archive_of_a_count_has_no_address_that_can_be_guessed(cast: Cast) -> None:
    """Files are served to whoever knows their name, by a proxy too; so the name is told with the count alone."""
    cycle = make_closed(cast)
    run_count(ask_count(cycle, by=cast.official))
    count = Count.objects.get()

    guessed = [f"khma-{cycle.pk}-{count.pk}.zip", f"khma-{cycle.pk}.zip", ""]

    assert [Client().get(f"/media/archives/{name}", follow=True).status_code for name in guessed] == [404] * 3
    assert re.fullmatch(rf"archives/khma-{cycle.pk}-{count.pk}-[0-9a-f]{{32}}\.zip", count.archive.name)


def test_case_31_the_protocol_of_a_booth_is_not_found_before_two_have_signed(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, [1])
    path = reverse("desk_booth_protocol_pdf", args=[booth.pk])
    officer = signed_in(cast.booth_officer)
    assert officer.get(path).status_code == 404

    with after(cycle):
        type_twice(cast, booth, [])
        sign_twice(cast, booth, unused=9, note="The sheet was taken home.")

    assert (BoothProtocol.objects.count(), officer.get(path).status_code) == (1, 200)
    assert Client().get(reverse("closing_protocol", args=[cycle.pk])).status_code == 404


def test_case_32_t27_an_embed_sets_no_cookie_and_alone_may_be_framed(cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    client = signed_in(cast.resident)

    embed = client.get(reverse("embed_results", args=[cycle.pk]), HTTP_ORIGIN="https://paper.example")

    assert (embed.status_code, embed.cookies.output(), "Set-Cookie" in embed) == (200, "", False)
    assert ("frame-ancestors *" in embed["Content-Security-Policy"], "X-Frame-Options" in embed) == (True, False)
    assert "<script" not in embed.content.decode()
    assert "Access-Control-Allow-Origin" not in embed


def test_case_32_no_other_page_of_a_vote_may_be_framed(open_world: World) -> None:
    client = browser_of(open_world, "everything")

    for address in [path for path in paths(open_world) if "/embed/" not in path]:
        answer = client.get(address)
        framed = ("frame-ancestors 'none'" in answer["Content-Security-Policy"], answer["X-Frame-Options"])
        assert (*framed, address) == (True, "DENY", address)


@pytest.mark.django_db(transaction=True)
def test_case_32_a_socket_opened_by_another_site_is_refused(cast: Cast) -> None:
    cycle = in_own_thread(make_cycle, cast)

    @on_own_loop
    async def opened(origin: str) -> Any:
        headers = [(b"origin", origin.encode()), (b"host", b"testserver")]
        page = WebsocketCommunicator(application, f"/ws/cycles/{cycle.pk}/", headers=headers)
        answers[origin] = (await page.connect(timeout=5))[0]
        await page.disconnect()

    answers: dict[str, bool] = {}
    for origin in (settings.SITE_URL, "https://evil.example", "null"):
        opened(origin)

    assert list(answers.values()) == [True, False, False]


def test_t14_nobody_receives_a_ballot_at_any_address_while_the_vote_is_open(open_world: World) -> None:
    """After the close ballots are published with the count, in a random order and with nobody's name."""
    cycle = Cycle.objects.get(pk=open_world.things["cycle"])
    for place in range(3):
        cast_ballot(cycle, [1, 2], voter=voter_of(cycle, place))
    secrets = [text for row in Ballot.objects.values_list("receipt", "ballot_key") for text in row]
    secrets += Roll.objects.values_list("voter_key", flat=True)

    for who in ("anonymous", "author", "official", "booth_officer", "observer", "everything"):
        client = browser_of(open_world, who)
        for address in paths(open_world):
            text = client.get(address).content.decode(errors="replace")
            assert [secret for secret in secrets if secret in text] == [], (who, address)


def test_t27_no_page_of_the_site_fetches_an_address_somebody_typed(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are no previews of links; the gateways for messages and translation are the administrator's settings."""

    def refuse(*_args: object, **_facts: object) -> None:
        raise AssertionError("an address was fetched")

    client = browser_of(open_world, "everything")
    typed = {"url": "http://127.0.0.1:1/", "image": "http://169.254.169.254/"}
    monkeypatch.setattr(socket, "create_connection", refuse)

    answers = [client.get(address, typed) for address in paths(open_world)]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
