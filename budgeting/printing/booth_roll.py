"""The printed roll of a booth without network: numbered lines to be filled in by hand, with the rule above them."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from budgeting.cycles.models import Cycle
from budgeting.printing.sheet import HEIGHT_MM, INK, MARGIN_MM, SOFT, WIDTH_MM, Sheet
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

LINES = 100
LINE_MM = 9.5
DIGITS = 11  # of a personal number
DIGIT_MM = 7
PLACE_MM, TIME_MM = 12, 22
RULES = (
    gettext_lazy(
        "Look at the person's document, fill in the line, let the person sign, and only then hand out a sheet."
    ),
    gettext_lazy(
        "Who has voted online as well: the ballot on paper stands, because it cannot be taken out of the box again, "
        "and the one cast online is not counted."
    ),
    gettext_lazy("Show each person how to fold the sheet: twice, with the crosses inside; then it goes into the box."),
    gettext_lazy(
        "Type these numbers in as soon as there is a network. Keep the list locked away; it is destroyed when the "
        "time for objections is over."
    ),
)
COLUMNS = ("№", gettext_lazy("Personal number"), gettext_lazy("Time"), gettext_lazy("Signature"))


def booth_roll(cycle: Cycle, booth: str) -> bytes:
    """The PDF with `LINES` blank lines, in Georgian, Armenian and Azerbaijani."""
    with override(PUBLIC_LANGUAGES[0]):
        sheet = Sheet(_("Roll of a booth"), PUBLIC_LANGUAGES[0])
    _in_each(sheet, lambda: f"{_('Roll of a booth')} · {read_text(cycle, 'title')}", size=11, is_bold=True)
    sheet.words(f"{cycle.municipality.name} · {booth}", size=10, color=SOFT, most_lines=1)
    sheet.gap(2)
    for rule in RULES:
        _in_each(sheet, rule.__str__, size=8)
        sheet.gap(1)
    _draw_heads(sheet)
    for place in range(1, LINES + 1):
        if sheet.get_y() + LINE_MM > HEIGHT_MM - MARGIN_MM:
            sheet.add_page()
            _draw_heads(sheet)
        _draw_line(sheet, place)
    return sheet.as_bytes()


def _draw_heads(sheet: Sheet) -> None:
    """The names of the columns, the three languages below one another."""
    lefts = (MARGIN_MM, MARGIN_MM + PLACE_MM, _time_left(), _time_left() + TIME_MM)
    top = sheet.get_y() + 2
    for left, name in zip(lefts, COLUMNS, strict=True):
        said = []
        for code in PUBLIC_LANGUAGES:
            with override(code):
                said.append(str(name))
        sheet.set_xy(left, top)
        sheet.set_left_margin(left)
        sheet.words("\n".join(dict.fromkeys(said)), size=7, is_bold=True)
    sheet.set_left_margin(MARGIN_MM)
    sheet.set_y(top + 12)


def _draw_line(sheet: Sheet, place: int) -> None:
    top = sheet.get_y()
    sheet.words(str(place), size=9, width=PLACE_MM)
    sheet.set_draw_color(*INK)
    for digit in range(DIGITS):
        sheet.rect(MARGIN_MM + PLACE_MM + digit * DIGIT_MM, top, DIGIT_MM, LINE_MM - 2)
    sheet.set_draw_color(*SOFT)
    foot = top + LINE_MM - 2
    sheet.line(_time_left(), foot, _time_left() + TIME_MM - 4, foot)
    sheet.line(_time_left() + TIME_MM, foot, WIDTH_MM - MARGIN_MM, foot)
    sheet.set_y(top + LINE_MM)


def _time_left() -> float:
    return MARGIN_MM + PLACE_MM + DIGITS * DIGIT_MM + 4


def _in_each(sheet: Sheet, sentence: Callable[[], str], *, size: float, is_bold: bool = False) -> None:
    for code in PUBLIC_LANGUAGES:
        with override(code):
            sheet.words(sentence(), size=size, is_bold=is_bold)
