"""Sheets of voting cards: the code as text and as a QR code, in three languages, for every place's longest words."""

from io import BytesIO

import pytest
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from budgeting.cycles.models import Cycle
from budgeting.printing import cards
from budgeting.printing.cards import card_sheets, scanned_address, vote_address
from budgeting.printing.sheet import Sheet
from tests.budgeting.printing.test_printing import text_of
from tests.factories import make_cycle
from tests.people import Cast

CODES = ["7K2M-9QXA-T4PD", "0123-4567-89AB"]


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast, title_ka="ბიუჯეტი", title_hy="Բյուջե", title_az="Büdcə")


def test_each_card_says_code_place_address_and_until_when_in_three_languages(cycle: Cycle) -> None:
    text = text_of(card_sheets(cycle, CODES, place="Sadakhlo", is_bound=False))

    assert [text.count(word) for word in (*CODES, "Sadakhlo", vote_address(cycle))] == [1, 1, 2, 2]
    assert [text.count(word) for word in ("ბიუჯეტი", "Բյուջե", "Büdcə")] == [2, 2, 2]
    for code in ("ka", "hy", "az"):
        with override(code):
            assert text.count(cards.moment(cycle.voting_until_at)) == 2


def test_the_qr_code_holds_the_code_where_no_server_sees_it(cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(Sheet, "qr", lambda _self, address, **_where: drawn.append(address))

    card_sheets(cycle, CODES, place="", is_bound=False)

    assert drawn == [f"{vote_address(cycle)}#card={code}" for code in CODES]
    assert scanned_address(cycle, "desk", CODES[0]).partition("#")[0] == vote_address(cycle)


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_the_printed_address_leads_to_the_vote_in_the_readers_language(
    client: Client, cycle: Cycle, language: str
) -> None:
    path = "/" + vote_address(cycle).split("/", 3)[3]

    response = client.get(path, headers={"Accept-Language": language})

    assert (response.status_code, response["Location"]) == (302, f"/{language}{path}")


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_cards_are_on_a_page(cycle: Cycle, count: int, pages: int) -> None:
    pdf = card_sheets(cycle, ["7K2M-9QXA-T4PD"] * count, place="", is_bound=False)

    assert len(PdfReader(BytesIO(pdf)).pages) == pages


def test_a_bound_card_can_be_replaced_and_another_cannot(cycle: Cycle) -> None:
    bound, free = (text_of(card_sheets(cycle, CODES, place="", is_bound=bound)) for bound in (True, False))

    another, none = "sizə başqası veriləcək", "İtmiş kartın əvəzi verilmir"
    assert (another in bound, none in bound, another in free, none in free) == (True, False, False, True)


@pytest.mark.parametrize("sign", ["შ", "Ա", "Ə", "=", "🌉", "\u202e"])
def test_the_longest_words_stay_on_their_card(cast: Cast, sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written of a card lies within its edges."""
    long = {f"title_{code}": sign * 100 for code in ("ka", "hy", "az", "en")}
    cycle = make_cycle(cast, **long)
    written: list[tuple[float, float, str]] = []
    monkeypatch.setattr(Sheet, "text", lambda _self, x, y, text: written.append((x, y, text)))
    monkeypatch.setattr(cards, "_", lambda sentence: sentence + " և ջուր, և ճանապարհ" * 2)

    card_sheets(cycle, CODES[:1], place=sign * 120, is_bound=True)

    assert max(y for _x, y, _text in written) <= cards.CARD_HEIGHT_MM - 2
