"""The sheet residents sign: the demand in its own language and in Georgian, whom it addresses, and lines to fill in.

Source: Local Self-Government Code of Georgia, chapter on participation: a petition carries each person's name, personal
number, address and signature. What exactly a council asks for is checked by a person before the sheets are collected.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from budgeting.printing.sheet import HEIGHT_MM, MARGIN_MM, SOFT, WIDTH_MM, Sheet
from cms.campaigns.demands import titles_of
from cms.campaigns.models import Campaign
from portal.languages.texts import OFFICIAL_LANGUAGE, read_text

LINE_MM = 11
COLUMNS: tuple[tuple[float, object], ...] = (
    (8, "№"),
    (50, gettext_lazy("Name and surname")),
    (34, gettext_lazy("Personal number")),
    (44, gettext_lazy("Address of registration")),
    (18, gettext_lazy("Date")),
    (20, gettext_lazy("Signature")),
)
PAGES = 2


def signature_sheet(campaign: Campaign) -> bytes:
    """The PDF: A4, two pages of lines, with the demand on both; in Georgian and in the language it was written in."""
    titles = titles_of(campaign)
    languages = list(dict.fromkeys([OFFICIAL_LANGUAGE, *list(titles)[:1]]))
    with override(languages[0]):
        sheet = Sheet(_("Signature sheet"), languages[0])
    number = 1
    for page in range(PAGES):
        if page:
            sheet.add_page()
        for language in languages:
            _draw_demand(sheet, campaign, titles, language)
        _draw_heads(sheet, languages)
        number = _draw_lines(sheet, number)
        _draw_foot(sheet, languages)
    return sheet.as_bytes()


def _draw_demand(sheet: Sheet, campaign: Campaign, titles: dict[str, str], language: str) -> None:
    with override(language):
        office = read_text(campaign.office, "name", language).text
        addressed = [office, campaign.duty_bearer.name] if campaign.duty_bearer else [office]
        to = _("To: %(addressee)s") % {"addressee": ", ".join(addressed)}
        sheet.words(f"{to} · {campaign.municipality.name}", size=10)
        if title := titles.get(language):
            sheet.words(title, size=13, is_bold=True, most_lines=3)
        by = campaign.on_behalf_of or campaign.organisation.name
        sheet.words(_("Collected by: %(name)s") % {"name": by}, size=9, color=SOFT, most_lines=1)
    sheet.gap(2)


def _draw_heads(sheet: Sheet, languages: list[str]) -> None:
    top, left = sheet.get_y() + 1, float(MARGIN_MM)
    for width, name in COLUMNS:
        said = []
        for code in languages:
            with override(code):
                said.append(str(name))
        sheet.set_xy(left, top)
        sheet.set_left_margin(left)
        sheet.words("\n".join(dict.fromkeys(said)), size=7, is_bold=True, width=width)
        left += width
    sheet.set_left_margin(MARGIN_MM)
    sheet.set_y(top + 10)


def _draw_lines(sheet: Sheet, number: int) -> int:
    """Lines down to the foot of the page; returns the number after the last."""
    sheet.set_draw_color(*SOFT)
    while sheet.get_y() + LINE_MM < HEIGHT_MM - MARGIN_MM - 12:
        top, left = sheet.get_y(), float(MARGIN_MM)
        sheet.words(str(number), size=8, width=8)
        for width, _name in COLUMNS:
            sheet.rect(left, top, width, LINE_MM)
            left += width
        sheet.set_y(top + LINE_MM)
        number += 1
    return number


def _draw_foot(sheet: Sheet, languages: list[str]) -> None:
    sheet.gap(2)
    for code in languages:
        with override(code):
            sheet.words(_("Who collected these signatures (name, phone, signature)"), size=7, color=SOFT)
    sheet.line(MARGIN_MM + 70, sheet.get_y(), WIDTH_MM - MARGIN_MM, sheet.get_y())
