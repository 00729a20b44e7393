"""The press page and the media kit: what may be printed, and nothing before its time."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils.translation import override
from PIL import Image

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count
from cms.press.quotes import quotes
from portal.clock import pinned
from tests.budgeting.outcomes.decided import make_decided
from tests.budgeting.results.closed import make_closed
from tests.cms.making import home, make_press, municipality_page, path_in, queries
from tests.factories import LANGUAGES, make_cycle
from tests.people import Cast

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_result_is_quoted_in_whole_sentences_from_the_published_count(cast: Cast) -> None:
    make_decided(cast)

    [quote] = quotes(cast.municipality.pk, most=5)

    assert quote.sentence == (
        "Residents decided by a vote what the money is spent on. Counted ballots: 4. "
        f"Funded projects: 2 / 4. Money given: 10{NBSP}₾."
    )
    assert [one.project.number for one in quote.funded] == [1, 3]


def test_a_result_is_final_from_the_end_of_the_objections_on(cast: Cast) -> None:
    cycle = make_decided(cast)
    end = cycle.objections_until_at
    said = []

    for instant in (end - timedelta(seconds=1), end):
        with pinned(instant):
            [quote] = quotes(most=5)
            said.append((quote.is_final, quote.standing.partition(":")[0]))

    assert said == [
        (False, "This result is not final. Objections are taken until"),
        (True, "This result is final. The time for objections ended"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_press_page_says_in_every_language_what_may_be_printed_as_final(
    client: Client, cast: Cast, language: str
) -> None:
    cycle, page = make_decided(cast), make_press(municipality_page(cast))
    with override(language):
        [quote] = quotes(most=5)
        open_, sentence = quote.standing, quote.sentence
    with pinned(cycle.objections_until_at), override(language):
        final = quote.standing

    before = client.get(path_in(page, language))
    with pinned(cycle.objections_until_at):
        after = client.get(f"{path_in(page, language)}?after").content.decode()

    html = before.content.decode()
    assert (before.status_code, before.cookies) == (200, {})
    assert (sentence in html, open_ in html, final in html) == (True, True, False)
    assert (sentence in after, open_ in after, final in after) == (True, False, True)
    assert f"/{language}/press/marneuli/kit.zip" in html


def test_what_is_counted_and_not_published_is_nowhere(client: Client, cast: Cast) -> None:
    cycle, page = make_closed(cast), make_press(municipality_page(cast))
    Count.objects.create(cycle=cycle, rule=cycle.rule, counted_at=cycle.voting_until_at, ballots=4321)
    make_cycle(cast)

    html = client.get(path_in(page, "en")).content.decode()

    assert quotes(most=5) == []
    assert ("4,321" in html, "4321" in html, "No result is published yet." in html) == (False, False, True)
    assert "No result is published yet." in _kit(client)["facts-en.txt"].decode()


def test_a_result_of_a_cycle_that_is_not_public_is_nowhere(cast: Cast) -> None:
    make_decided(cast)
    Cycle.objects.update(proposing_cleared_at=None)

    assert quotes(most=5) == []


def test_queries_do_not_grow_with_results(client: Client, cast: Cast) -> None:
    page = make_press(municipality_page(cast))
    make_decided(cast)
    few = queries(client, path_in(page, "en"))
    for _turn in range(2):
        make_decided(cast)

    assert queries(client, f"{path_in(page, 'en')}") == few <= 10


def test_hostile_words_are_inert_on_the_page(client: Client, cast: Cast) -> None:
    make_decided(cast)
    Cycle.objects.update(title_en=HOSTILE)
    Proposal.objects.update(title_en=HOSTILE)

    html = client.get(path_in(make_press(municipality_page(cast)), "en")).content.decode()

    assert (HOSTILE in html, "<script>alert" in html) == (False, False)


def _kit(client: Client, path: str = "/en/press/marneuli/kit.zip") -> dict[str, bytes]:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"], answer.cookies) == (200, "application/zip", {})
    with ZipFile(BytesIO(answer.content)) as archive:
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o644}
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_kit_holds_wordmark_colours_facts_and_licence(client: Client, cast: Cast) -> None:
    make_decided(cast)

    kit = _kit(client)

    facts = [f"facts-{code}.txt" for code in LANGUAGES]
    assert list(kit) == ["wordmark.svg", "wordmark.png", "mark.svg", "mark.png", "colours.txt", *facts]
    assert [Image.open(BytesIO(kit[f"{name}.png"])).width for name in ("wordmark", "mark")] == [2400, 1024]
    for code in LANGUAGES:
        text = kit[f"facts-{code}.txt"].decode()
        with override(code):
            [quote] = quotes(most=5)
            assert (quote.sentence in text, quote.standing in text) == (True, True)
        assert (f"Marneuli {code}. Budget 2026 {code}." in text, "CC BY 4.0" in text) == (True, True)


def test_the_wordmark_needs_no_fonts_and_nothing_from_elsewhere(client: Client, cast: Cast) -> None:
    svg = _kit(client)["wordmark.svg"].decode()

    assert [bad for bad in ("<text", "font", "href", "url(", "<script", "style") if bad in svg] == []


def test_a_municipality_tells_of_itself_and_the_portal_of_all(client: Client, cast: Cast, elsewhere: Cast) -> None:
    make_decided(cast)
    make_decided(elsewhere)
    paths = ("/en/press/marneuli/kit.zip", "/en/press/kit.zip")

    facts = [_kit(client, path)["facts-en.txt"].decode() for path in paths]

    assert [text.count("Counted ballots") for text in facts] == [1, 2]
    assert [client.get(f"/en/press/{slug}/kit.zip").status_code for slug in ("bolnisi", "nowhere")] == [200, 404]
    assert "/en/press/kit.zip" in client.get(path_in(make_press(home()), "en")).content.decode()
