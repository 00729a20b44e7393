"""Embeds: anybody may frame them, they hold nothing of the reader, and show only what is public."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count
from portal.clock import pinned
from portal.languages.texts import in_languages
from portal.places.models import Municipality
from tests.budgeting.embeds.making import NAMES, Shown, make_shown
from tests.factories import in_all, make_cycle, make_draft
from tests.people import Cast

HEAVIEST = 30_000  # bytes on the wire
HOSTILE = '"><script>alert(1)</script>&'


@pytest.fixture
def shown(cast: Cast) -> Shown:
    return make_shown(cast)


def test_every_embed_answers_with_the_same_headers(client: Client, shown: Shown) -> None:
    client.force_login(client_user(shown))
    for name in NAMES:
        answer = client.get(shown.path(name), HTTP_ACCEPT_ENCODING="gzip")
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert {
            "name": name,
            "status": answer.status_code,
            "frames": re.findall(r"frame-ancestors ([^;]*)", policy),
            "default": re.findall(r"default-src ([^;]*)", policy),
            "inline": "unsafe" in policy,
            "x-frame": headers.get("X-Frame-Options"),
            "cached": headers["Cache-Control"],
            "vary": headers["Vary"],
            "cookie": headers.get("Set-Cookie") or answer.cookies.output(),
            "sniff": headers["X-Content-Type-Options"],
            "referrer": headers["Referrer-Policy"],
            "etag": headers["ETag"][:3],
        } == {
            "name": name,
            "status": 200,
            "frames": ["*"],
            "default": ["'self'"],
            "inline": False,
            "x-frame": None,
            "cached": "public, max-age=60, stale-while-revalidate=600",
            "vary": "Accept-Encoding",
            "cookie": "",
            "sniff": "nosniff",
            "referrer": "same-origin",
            "etag": 'W/"',
        }


def client_user(shown: Shown):
    return shown.proposal.author


@pytest.mark.parametrize("kept_seconds", [0, 60])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_what_has_not_changed_is_not_sent_again(
    client: Client, shown: Shown, settings, kept_seconds: int, encoding: str
) -> None:
    """Also from the page cache, and although compressing adds a random length."""
    settings.PAGE_CACHE_SECONDS = kept_seconds
    with pinned(shown.cycle.voting_until_at):
        for name in NAMES:
            for path in (shown.path(name), shown.picture(name), shown.picture(name, "svg"), shown.share(name)):
                first = client.get(path, HTTP_ACCEPT_ENCODING=encoding)
                again = client.get(path, HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=first["ETag"])
                assert (path, first.status_code, again.status_code, again.content) == (path, 200, 304, b"")
                assert again["ETag"].removeprefix("W/") == first["ETag"].removeprefix("W/")


def test_a_change_is_sent(client: Client, shown: Shown) -> None:
    first = client.get(shown.path("cycle"))
    Cycle.objects.update(summary_ka="სხვა")
    again = client.get(shown.path("cycle"), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)


def test_each_is_one_light_answer(client: Client, cast: Cast) -> None:
    """With a hundred projects; nothing else is loaded, and there is no script unless it is asked for."""
    shown = make_shown(cast, projects=100)
    for name in NAMES:
        answer = client.get(shown.path(name), HTTP_ACCEPT_ENCODING="gzip")
        page = gzip.decompress(answer.content).decode()
        loaded = re.findall(r'<(?:script|img|link|iframe|source)[^>]*?(?:src|href)="([^"]*)"', page)
        assert (name, loaded, len(answer.content) < HEAVIEST) == (name, ["data:,"], True)


def test_the_script_comes_only_when_it_is_asked_for(client: Client, shown: Shown) -> None:
    page = client.get(shown.path("cycle", "lang=ka&fit=1")).content.decode()
    assert re.findall(r"<script[^>]*>", page) == ['<script defer src="/static/portal/js/embed-inside.js">']


@pytest.mark.parametrize(
    ("query", "language", "theme"),
    [
        ("", "ka", "auto"),
        ("lang=hy&theme=dark", "hy", "dark"),
        ("lang=az&theme=light", "az", "light"),
        ("lang=xx&theme=x%22%3E%3Cscript%3E", "ka", "auto"),
    ],
)
def test_the_address_alone_says_how_it_looks(
    client: Client, shown: Shown, query: str, language: str, theme: str
) -> None:
    page = client.get(shown.path("results", query), HTTP_ACCEPT_LANGUAGE="en", HTTP_COOKIE="django_language=en")
    assert f'<html lang="{language}" data-theme="{theme}">' in page.content.decode()


def test_compact_leaves_the_chart_out(client: Client, shown: Shown) -> None:
    long, short = (client.get(shown.path("results", f"lang=en{more}")).content.decode() for more in ("", "&compact=1"))
    assert ("<figure>" in long, "<figure>" in short, "1,234" in long, "1,234" in short) == (True, False, True, True)


def test_each_says_whose_numbers_of_when_and_how_they_may_be_used(client: Client, shown: Shown) -> None:
    for name in NAMES:
        words = text_of(client.get(shown.path(name, "lang=en")).content.decode())
        assert (name, "Source: Marneuli en" in words, "As of " in words, "CC BY 4.0" in words) == (
            name,
            True,
            True,
            True,
        )


def test_a_result_is_final_only_after_the_objections(client: Client, cast: Cast) -> None:
    shown = make_shown(cast)
    during = text_of(client.get(shown.path("results", "lang=en")).content.decode())
    Cycle.objects.update(objections_until_at=shown.cycle.voting_until_at)
    after = text_of(client.get(shown.path("results", "lang=en")).content.decode())
    assert ("Not final" in during, "Final result" in during) == (True, False)
    assert ("Not final" in after, "Final result" in after) == (False, True)


def test_queries_do_not_grow_with_what_is_shown(client: Client, cast: Cast, elsewhere: Cast) -> None:
    few, many = make_shown(cast, projects=1), make_shown(elsewhere, projects=3)
    for name in NAMES:
        asked = []
        for shown in (few, many):
            with CaptureQueriesContext(connection) as queries:
                client.get(shown.path(name))
            asked.append(len(queries))
        assert (name, asked[1]) == (name, asked[0])
        assert asked[0] <= 5


def test_what_is_not_public_is_the_same_not_found_everywhere(client: Client, cast: Cast, shown: Shown) -> None:
    """Drafts, cycles before their first gate, uncounted votes and unknown numbers, for whoever asks."""
    unknown = client.get(reverse("embed_cycle", args=[987_654]))
    preparing, counting = make_cycle(cast, Stage.PREPARING), make_cycle(cast, Stage.OBJECTIONS)
    Count.objects.create(cycle=counting, rule=counting.rule)
    hidden = {
        **dict.fromkeys(("cycle", "results", "money", "turnout"), preparing.pk),
        "proposal": make_draft(cast, make_cycle(cast)).pk,
    }
    client.force_login(cast.administrator)
    places = [*hidden.items(), ("results", counting.pk), ("money", counting.pk), ("office", 987_654)]
    for name, pk in places:
        for path in (
            reverse(f"embed_{name}", args=[pk]),
            reverse(f"picture_{name}", args=[pk, "svg"]),
            reverse(f"picture_{name}", args=[pk, "png"]),
            reverse(f"share_{name}", args=[pk]),
        ):
            answer = client.get(path)
            assert (path, answer.status_code, answer.content) == (path, 404, unknown.content)
            assert "frame-ancestors *" in answer["Content-Security-Policy"]
            assert "Cookie" not in answer.get("Vary", "")


def test_what_was_hidden_later_is_not_found_either(client: Client, shown: Shown) -> None:
    Proposal.objects.filter(pk=shown.proposal.pk).update(state="rejected", rejection_code="hate")
    Municipality.objects.update(is_active=False)
    answers = [client.get(shown.path(name)).status_code for name in ("proposal", "office")]
    assert answers == [404, 404]


def test_turnout_tells_nothing_of_the_choices(client: Client, shown: Shown) -> None:
    words = text_of(client.get(shown.path("turnout", "lang=en")).content.decode())
    assert ("Lamps" in words, "412" in words, "Fewer than 10" in words) == (False, False, True)


def test_turnout_before_the_vote_says_so(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    words = text_of(client.get(reverse("embed_turnout", args=[cycle.pk]) + "?lang=en").content.decode())
    assert "The vote has not been opened yet." in words


def test_hostile_titles_are_inert(client: Client, shown: Shown) -> None:
    texts = {**in_languages("title", in_all(HOSTILE)), **in_languages("summary", in_all(HOSTILE))}
    Cycle.objects.update(**texts)
    Proposal.objects.update(**texts)
    for name in NAMES:
        for path in (shown.path(name), shown.picture(name, "svg")):
            assert (path, "<script" in client.get(path).content.decode()) == (path, False)


class _Sanitiser(HTMLParser):
    """What a careful site leaves of a page: its words; no script, style, picture or attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within += tag in ("script", "style", "svg", "head")

    def handle_endtag(self, tag: str) -> None:
        self._within -= tag in ("script", "style", "svg", "head")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.words.append(data)


def text_of(page: str) -> str:
    sanitiser = _Sanitiser()
    sanitiser.feed(page)
    return " ".join(" ".join(sanitiser.words).split())


def test_a_sanitised_result_still_reads(client: Client, cast: Cast) -> None:
    """Every project with its votes, the numbers, and where they come from."""
    shown = make_shown(cast, projects=2)
    words = text_of(client.get(shown.path("results", "lang=hy")).content.decode())
    for expected in ("Budget 2026 hy", "№ 1 Lamps 1 hy 412", "№ 2 Lamps 2 hy 411", "1 / 2", "10 000", "1 234"):
        assert expected.replace(" ", "") in words.replace("\u00a0", "").replace(" ", "")
