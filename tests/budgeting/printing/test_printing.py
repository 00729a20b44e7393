"""Posters and forms: real PDFs with every script, for who may see what they show."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from budgeting.printing.blank_form import blank_form
from budgeting.printing.poster import proposal_poster
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from tests.factories import make_cycle, make_draft, make_published, make_settlement
from tests.people import Cast

TITLES = {"ka": "წყალი და გზა", "hy": "Ջուր և ճանապարհ", "az": "Əsas kəndə içməli su və yol"}


def text_of(pdf: bytes) -> str:
    """All the letters of the PDF, lines joined by spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_poster_has_the_title_in_every_language_it_has_and_the_address(cast: Cast, language: str) -> None:
    village = make_settlement(cast.municipality)
    proposal = make_published(cast, make_cycle(cast), written_in="az", title=TITLES["az"], settlement=village)
    for code in ("ka", "hy"):
        save_translation(PROPOSALS, proposal, code, by=cast.translator, texts={"title": TITLES[code], "summary": "–"})

    pdf = proposal_poster(proposal, language)

    text = text_of(pdf)
    assert {code: title in text for code, title in TITLES.items()} == dict.fromkeys(TITLES, True)
    assert f"/{language}/proposals/{proposal.pk}/" in text
    assert f"Sadakhlo {language}" in text
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == language


def test_a_poster_of_the_longest_texts_stays_on_one_page(cast: Cast) -> None:
    facts = {"title": "შ" * 90, "summary": "Ա" * 160}
    proposal = make_published(cast, make_cycle(cast), written_in="ka", **facts)
    for code in ("hy", "az", "en"):
        texts = {"title": "Ö" * 90, "summary": "ə" * 160}
        save_translation(PROPOSALS, proposal, code, by=cast.translator, texts=texts)

    assert len(PdfReader(BytesIO(proposal_poster(proposal, "ka"))).pages) == 1


def test_blank_form_asks_in_three_languages_at_once(cast: Cast) -> None:
    cycle = make_cycle(cast, title_ka="ბიუჯეტი", title_hy="Բյուջե", title_az="Büdcə")

    text = text_of(blank_form(cycle))

    assert [word in text for word in ("ბიუჯეტი", "Բյուջե", "Büdcə")] == [True] * 3
    for code in ("ka", "hy", "az"):
        with override(code):
            assert str(cast.municipality.name) in text


def test_signs_that_no_font_has_are_printed_without_a_fault(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Мост 🌉 \u202e<b>=1+1", summary="\u200bالماء")

    assert proposal_poster(proposal, "az").startswith(b"%PDF-")


def test_poster_of_what_one_may_not_see_is_not_found(client: Client, cast: Cast, elsewhere: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    path = reverse("printed_poster", args=[draft.pk])
    for person in (None, cast.neighbour, cast.moderator, elsewhere.moderator):
        if person:
            client.force_login(person)
        assert client.get(path).status_code == 404


def test_printed_pages_are_pdfs_without_a_cookie(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    for path in (reverse("printed_poster", args=[proposal.pk]), reverse("printed_form", args=[proposal.cycle_id])):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"], dict(answer.cookies)) == (200, "application/pdf", {})
        assert answer.content.startswith(b"%PDF-")
        assert client.post(path).status_code == 405
