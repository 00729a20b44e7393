"""The report as a PDF for the council and the funder. The same figures give the same bytes."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from budgeting.inclusion.cells import Table
from budgeting.inclusion.facts import Facts
from budgeting.printing.sheet import FAMILY, INDIGO, INK, MARGIN_MM, SOFT, WIDTH_MM, WOOL, Sheet
from portal.languages.templatetags.languages import moment

TEXT_POINTS, SMALL_POINTS = 8.5, 7.5
LINE_MM = 4.2
ROOM_MM = WIDTH_MM - 2 * MARGIN_MM
BAR_MM, BAR_HEIGHT_MM = 80, 3.2


def report_pdf(title: str, subtitle: str, facts: Facts, tables: list[Table]) -> bytes:
    """All tables with their charts and definitions, in the active language; its date is that of the figures."""
    sheet = Sheet(title, get_language() or "ka", facts.as_of)
    sheet.words(title, size=20, is_bold=True)
    sheet.words(subtitle, size=13, is_bold=True)
    sheet.words(_("As of %(moment)s") % {"moment": moment(facts.as_of)}, size=10, color=SOFT)
    sheet.words(hiding_note(), size=10)
    for table in tables:
        _draw(sheet, table)
    return sheet.as_bytes()


def hiding_note() -> str:
    """The one sentence on what is hidden and why."""
    return _(
        "Answers were given freely, after taking part, and are kept as numbers only, apart from people and ballots; "
        "those of authors are kept with their proposals, as they agreed. "
        "Numbers under 10 are not shown, and neither is any number by which one of them could be worked out."
    )


def _draw(sheet: Sheet, table: Table) -> None:
    sheet.gap(5)
    if sheet.will_page_break(30):
        sheet.add_page()
    sheet.words(table.title, size=13, is_bold=True, color=INDIGO)
    sheet.gap(1)
    _draw_bars(sheet, table)
    sheet.set_font(FAMILY, "", TEXT_POINTS)
    sheet.set_text_color(*INK)
    sheet.set_draw_color(*SOFT)
    sheet.set_fill_color(255, 255, 255)
    first = 0.34 if len(table.heads) > 2 else 0.6
    others = (1 - first) / (len(table.heads) - 1)
    with sheet.table(
        col_widths=[first, *[others] * (len(table.heads) - 1)],
        width=ROOM_MM,
        line_height=LINE_MM,
        text_align=("LEFT", *["RIGHT"] * (len(table.heads) - 1)),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", fill_color=WOOL, size_pt=SMALL_POINTS),
        padding=0.6,
    ) as grid:
        grid.row(table.heads)
        for line in table.lines:
            grid.row([line.name, *(cell.shown for cell in line.cells)])
    sheet.gap(1.5)
    for sentence in table.definition:
        sheet.words(sentence, size=SMALL_POINTS, color=SOFT)


def _draw_bars(sheet: Sheet, table: Table) -> None:
    """The table's chart: a bar a line, its number at the end."""
    if table.chart is None:
        return
    sheet.words(table.chart.title, size=TEXT_POINTS, is_bold=True)
    for row, percent in table.chart.measured:
        if sheet.will_page_break(6):
            sheet.add_page()
        top = sheet.get_y()
        sheet.set_fill_color(*INDIGO)
        sheet.rect(MARGIN_MM + 60, top + 0.8, max(BAR_MM * percent / 100, 0.5), BAR_HEIGHT_MM, style="F")
        sheet.set_xy(MARGIN_MM + 62 + BAR_MM * percent / 100, top)
        sheet.set_font(FAMILY, "B", TEXT_POINTS)
        sheet.set_text_color(*INK)
        sheet.cell(30, 5, row.shown)
        sheet.set_xy(MARGIN_MM, top)
        sheet.words(row.name, size=TEXT_POINTS, width=58, most_lines=1)
        sheet.set_y(top + 5.4)
    sheet.gap(2)
