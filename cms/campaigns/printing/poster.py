"""A poster of one campaign for the board of a village: the demand in every language it has, and a QR code."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.printing.sheet import HEIGHT_MM, INDIGO, MARGIN_MM, SOFT, WIDTH_MM, Sheet
from cms.campaigns.demands import Demand, titles_of
from cms.campaigns.models import Campaign
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

QR_MM = 62


def campaign_poster(campaign: Campaign, demand: Demand, language: str) -> bytes:
    """The PDF for readers of `language`, who get the demand like this; its QR code leads to the page."""
    title = demand.title.text
    with override(language):
        sheet = Sheet(title, language)
        sheet.words(f"{campaign.organisation.name} · {campaign.municipality.name}", size=12, color=SOFT)
        sheet.gap(6)
        sheet.words(title, size=34 if len(title) <= 60 else 28, is_bold=True, most_lines=6)
        sheet.gap(6)
        office = read_text(campaign.office, "name", language).text
        sheet.words(_("To: %(addressee)s") % {"addressee": office}, size=15)
    sheet.gap(6)
    for other in dict.fromkeys(titles_of(campaign).values()):
        if other != title:
            sheet.words(other, size=15, is_bold=True, color=SOFT, most_lines=3)
            sheet.gap(2)
    _draw_foot(sheet, settings.SITE_URL + demand.path, language)
    return sheet.as_bytes()


def _draw_foot(sheet: Sheet, address: str, language: str) -> None:
    top = HEIGHT_MM - MARGIN_MM - QR_MM
    sheet.set_auto_page_break(False)
    sheet.qr(address, x=MARGIN_MM, y=top, size_mm=QR_MM)
    beside = MARGIN_MM + QR_MM + 8
    sheet.set_left_margin(beside)
    sheet.set_y(top)
    for code in PUBLIC_LANGUAGES:
        with override(code):
            sheet.words(_("Read the whole campaign and add your voice."), size=13, is_bold=code == language)
            sheet.gap(2)
    sheet.words(address, size=11, color=INDIGO, width=WIDTH_MM - MARGIN_MM - beside)
