"""A poster of one proposal, for the board of a village: its title in every language it has, and a QR code."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.money import show_money
from budgeting.printing.sheet import HEIGHT_MM, INDIGO, MARGIN_MM, SOFT, WIDTH_MM, Sheet
from budgeting.proposals.models import Proposal
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

QR_MM = 62


def proposal_poster(proposal: Proposal, language: str) -> bytes:
    """The PDF for readers of `language`; the titles in the other languages stand below."""
    with override(language):
        title, summary = read_text(proposal, "title"), read_text(proposal, "summary")
        sheet = Sheet(title.text, language)
        place = proposal.settlement or proposal.cycle.municipality
        sheet.words(f"{proposal.cycle.municipality.name} · {read_text(proposal.cycle, 'title')}", size=12, color=SOFT)
        sheet.gap(6)
        sheet.words(title.text, size=34 if len(title.text) <= 60 else 28, is_bold=True, most_lines=5)
        sheet.gap(4)
        sheet.words(summary.text, size=17, most_lines=6)
        sheet.gap(6)
        sheet.words(f"{_('Where')}: {place.name}", size=15)
        if proposal.cost_tetri:
            sheet.words(f"{_('Cost')}: {show_money(proposal.cost_tetri, proposal.cycle.currency)}", size=15)
    _other_titles(sheet, proposal, title.text)
    _how_to_read_on(sheet, proposal, language)
    return sheet.as_bytes()


def _other_titles(sheet: Sheet, proposal: Proposal, shown: str) -> None:
    titles = [getattr(proposal, f"title_{code}") for code in PUBLIC_LANGUAGES]
    sheet.gap(6)
    for title in dict.fromkeys(filter(None, titles)):
        if title != shown:
            sheet.words(title, size=15, is_bold=True, color=SOFT, most_lines=2)
            sheet.gap(2)


def _how_to_read_on(sheet: Sheet, proposal: Proposal, language: str) -> None:
    """At the foot: the QR code, what it leads to in every language, and the address to type."""
    with override(language):
        address = settings.SITE_URL + reverse("proposal", args=[proposal.pk])
    top = HEIGHT_MM - MARGIN_MM - QR_MM
    sheet.set_auto_page_break(False)
    sheet.qr(address, x=MARGIN_MM, y=top, size_mm=QR_MM)
    beside = MARGIN_MM + QR_MM + 8
    sheet.set_left_margin(beside)
    sheet.set_y(top)
    for code in PUBLIC_LANGUAGES:
        with override(code):
            sheet.words(_("Read the whole proposal and say what you think."), size=13, is_bold=code == language)
            sheet.gap(2)
    sheet.words(address, size=11, color=INDIGO, width=WIDTH_MM - MARGIN_MM - beside)
