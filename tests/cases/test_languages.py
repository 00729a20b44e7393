"""Every page, letter and sheet of a vote in Georgian, Armenian and Azerbaijani: T23 and T24 of the thirty."""

import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks

from budgeting.booths.actions import print_sheets
from budgeting.booths.printed import print_batch, print_roll
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.printing.cards import card_sheets
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from budgeting.voting.identity import METHODS, Visitor
from budgeting.voting.reminders.actions import leave_reminder
from budgeting.voting.reminders.sending import send_due_reminders
from portal.clock import pinned
from portal.messages.sms import Memory
from tests.access.conftest import world as world  # a fixture
from tests.access.world import World
from tests.budgeting.booths.paper import make_booth
from tests.budgeting.printing.test_printing import text_of
from tests.cases.ballots import choose, prove
from tests.cases.open_world import browser_of, paths
from tests.cases.open_world import open_world as open_world  # a fixture
from tests.factories import make_cards, make_cycle, make_feasible, make_vote
from tests.people import Cast
from tests.portal.test_catalogues import PLACEHOLDER, entries

LANGUAGES = ("ka", "hy", "az")
SHORTEST = 14  # letters of a part of a sentence that cannot stand in another language by chance
each = pytest.mark.parametrize("language", LANGUAGES)


def english_of(language: str) -> set[str]:
    """The parts of every sentence of the site in English that its translation does not have."""
    parts = set()
    for entry in entries(Path("locale") / language):
        translated = " ".join([entry.msgstr, *entry.msgstr_plural.values()])
        for sentence in filter(None, (entry.msgid, entry.msgid_plural)):
            longest = max(PLACEHOLDER.split(re.sub(r"<[^>]+>", "%s", sentence)), key=len).strip()
            if len(longest) >= SHORTEST and " " in longest and longest not in translated:
                parts.add(" ".join(longest.split()))
    return parts


def words_of(html: str) -> str:
    """What is read on a page, or heard: its text and its labels."""
    labels = re.findall(r'(?:alt|title|aria-label|placeholder|content)="([^"]*)"', html)
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S)
    return " ".join(unescape(" ".join([text, *labels])).split())


def left_in_english(texts: Iterable[tuple[str, str]], language: str) -> set[tuple[str, str]]:
    parts = english_of(language)
    return {(name, part) for name, text in texts for part in parts if part in text}


@each
@pytest.mark.parametrize("fixture", ["world", "open_world"])
def test_t23_no_page_of_a_vote_has_english_left(request: pytest.FixtureRequest, fixture: str, language: str) -> None:
    """For somebody with every role, and for nobody; a vote that is open and one that is counted, with their PDFs."""
    world: World = request.getfixturevalue(fixture)
    with override(language):
        texts = [
            (address, words_of(answer.content.decode()) if is_page else text_of(answer.content))
            for who in ("everything", "anonymous")
            for client in [browser_of(world, who)]
            for address in paths(world)
            if (answer := client.get(address)).status_code < 500 and answer.content
            for is_page in [answer["Content-Type"].startswith("text/html")]
            if is_page or answer["Content-Type"] == "application/pdf"
        ]

    assert len(texts) > 40
    assert left_in_english(texts, language) == set()


def test_t23_the_search_for_english_finds_it() -> None:
    """Else the test above would prove nothing."""
    assert left_in_english([("page", "Your ballot is not yet cast.")], "ka") == {
        ("page", "Your ballot is not yet cast.")
    }


@each
def test_t23_the_journey_is_in_one_language_and_shows_no_fallback(client: Client, cast: Cast, language: str) -> None:
    """Titles and summaries stand in the reader's language; nothing is marked as being in another."""
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    with override(language):
        pages = [
            client.get(reverse("vote", args=[cycle.address])),
            choose(client, cycle, [9]),
            client.post(reverse("vote", args=[cycle.address]), {"choice": ["1", "2"]}, follow=True),
            client.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": "none"}),
            prove(client, cycle, code),
        ]

    texts = [page.content.decode() for page in pages]
    assert [page.status_code for page in pages] == [200, 422, 200, 422, 200]
    assert left_in_english([(str(place), words_of(text)) for place, text in enumerate(texts)], language) == set()
    others = [other for other in ("ka", "hy", "az", "en") if other != language]
    for project in cycle.proposals.on_ballot():
        assert getattr(project, f"title_{language}") in texts[0]
        for other in others:
            assert f">{getattr(project, f'title_{other}')}<" not in texts[0]
    assert [text for text in texts for other in others if f"Budget 2026 {other}" in text] == []
    main = [text.partition("<main")[2].partition("</main>")[0] for text in texts]
    assert [text for text in main for other in others if f'lang="{other}"' in text] == []


@each
def test_t23_letters_and_text_messages_of_a_vote_are_in_the_readers_language(
    cast: Cast, language: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    cycle = make_vote(cast, identity_methods=["sms"])
    visitor = Visitor("192.0.2.7", language)
    for kind, contact in (("email", "a@example.ge"), ("phone", "+995555123456")):
        leave_reminder(cycle, kind=kind, contact=contact, visitor=visitor)
    with pinned(cycle.voting_until_at - timedelta(hours=5)):
        send_due_reminders(seconds=9)
    with django_capture_on_commit_callbacks(execute=True):
        METHODS["sms"].identify(cycle, {"number": "01024012345", "phone": "+995555123457"}, visitor)

    texts = [(to, text) for to, text in Memory.sent]
    [letter] = mail.outbox
    texts += [("subject", letter.subject), ("letter", " ".join(letter.body.split()))]
    assert len(texts) == 4
    assert left_in_english(texts, language) == set()
    assert (f"Budget 2026 {language}" in letter.body, f"/{language}/cycles/" in letter.body) == (True, True)
    assert letter.extra_headers["Content-Language"] == language


def test_t23_sheets_are_in_all_three_languages_and_in_no_other(cast: Cast) -> None:
    """Ballots, cards and the roll are printed once for everybody."""
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle, sheets=0)
    batch = print_sheets(booth, by=cast.booth_officer, count=1)
    sheets = [print_batch(batch), card_sheets(cycle, ["7K2M-9QXA-T4PD"], place="Sadakhlo", is_bound=False)]

    texts = [text_of(sheet) for sheet in [*sheets, print_roll(booth)]]

    for language in LANGUAGES:
        assert left_in_english([("sheet", text) for text in texts], language) == set()
    for text in texts[:2]:
        assert [f"Budget 2026 {code}" in text for code in (*LANGUAGES, "en")] == [True, True, True, False]


def pages_of(cycle: Cycle, pk: int) -> dict[str, str]:
    """{language: what stands on the pages of the project and of its list}, for whoever is not signed in."""
    found = {}
    for language in (*LANGUAGES, "en"):
        with override(language):
            addresses = [reverse("proposal", args=[pk]), reverse("proposals", args=[cycle.pk])]
        pages = [Client().get(address, {"order": "newest"}).content.decode() for address in addresses]
        found[language] = "".join(page.partition("<main")[2] for page in pages)
    return found


def test_t24_editing_one_language_changes_and_hides_no_other(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    project = make_feasible(cast, cycle)
    before = pages_of(cycle, project.pk)

    save_translation(PROPOSALS, project, "hy", by=cast.translator, texts={"title": "Լույս", "summary": "Նոր լամպեր"})

    after = pages_of(cycle, project.pk)
    assert "Լույս" in after["hy"]
    assert {code: after[code] == before[code] for code in ("ka", "az", "en")} == {"ka": True, "az": True, "en": True}


def test_t24_no_language_of_a_ballot_changes_once_it_is_signed_for(cast: Cast) -> None:
    cycle = make_vote(cast)
    project = cycle.proposals.get(number=1)
    before = {code: getattr(project, f"title_{code}") for code in (*LANGUAGES, "en")}

    with pytest.raises(NotPossible):
        save_translation(PROPOSALS, project, "hy", by=cast.translator, texts={"title": "Լույս", "summary": "Նոր"})

    project.refresh_from_db()
    assert {code: getattr(project, f"title_{code}") for code in before} == before
