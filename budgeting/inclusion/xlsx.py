"""The report as a spreadsheet for the council and the funder. The same figures give the same bytes."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from budgeting.inclusion.cells import Line, Table
from budgeting.inclusion.facts import Facts
from budgeting.inclusion.pdf import hiding_note
from portal.languages.templatetags.languages import moment
from portal.languages.typed import clean_text

_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_NOT_IN_A_NAME = re.compile(r"[\\*?:/\[\]]")
LONGEST_NAME, FIRST_WIDTH, WIDTH, LONGEST_CELL = 28, 38, 18, 32_000


def report_xlsx(title: str, subtitle: str, facts: Facts, tables: list[Table]) -> bytes:
    """A sheet for each table, with its definition below it; the first one says what is hidden."""
    book = Workbook()
    book.properties.creator, book.properties.title = "Khma", clean_text(title)
    first = book.worksheets[0]
    first.title = _name(1, _("About"))
    as_of = _("As of %(moment)s") % {"moment": moment(facts.as_of)}
    for row, text in enumerate((title, subtitle, as_of, hiding_note()), start=1):
        _write(first, row, 1, text, is_bold=row == 1)
    first.column_dimensions["A"].width = 4 * WIDTH
    for number, table in enumerate(tables, start=2):
        _add(book.create_sheet(_name(number, table.title)), table)
    return _pinned(book, facts.as_of)


def _add(sheet: Worksheet, table: Table) -> None:
    _write(sheet, 1, 1, table.title, is_bold=True)
    for column, head in enumerate(table.heads, start=1):
        _write(sheet, 3, column, head, is_bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = FIRST_WIDTH if column == 1 else WIDTH
    for row, line in enumerate(table.lines, start=4):
        _write_line(sheet, row, line)
    for row, sentence in enumerate(table.definition, start=5 + len(table.lines)):
        _write(sheet, row, 1, sentence)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=max(len(table.heads), 4))
        sheet.row_dimensions[row].height = 15 * (1 + len(sentence) // 80)
    sheet.freeze_panes = "B4"


def _write_line(sheet: Worksheet, row: int, line: Line) -> None:
    _write(sheet, row, 1, line.name)
    for column, cell in enumerate(line.cells, start=2):
        if cell.value is None:
            _write(sheet, row, column, cell.shown)
        else:
            sheet.cell(row, column).value = cell.value


def _write(sheet: Worksheet, row: int, column: int, text: str, *, is_bold: bool = False) -> None:
    """Text as text: what begins with "=" is no formula."""
    cell: Any = sheet.cell(row, column)
    cell.value = clean_text(text)[:LONGEST_CELL]
    cell.data_type = "s"
    cell.font = Font(bold=is_bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _name(number: int, title: str) -> str:
    """A sheet's name, which no other one has."""
    return f"{number} {_NOT_IN_A_NAME.sub(' ', clean_text(title))}"[:LONGEST_NAME].strip()


def _pinned(book: Workbook, as_of: datetime) -> bytes:
    """The file with the figures' time instead of the clock's, in all that it holds."""
    local = localtime(as_of).replace(tzinfo=None, microsecond=0)
    book.properties.created = local
    raw, whole = BytesIO(), BytesIO()
    book.save(raw)
    stamp = local.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with ZipFile(raw) as read, ZipFile(whole, "w", ZIP_DEFLATED) as written:
        for name in sorted(read.namelist()):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            written.writestr(info, _CHANGED.sub(rb"\g<1>" + stamp + rb"\g<2>", read.read(name)))
    return whole.getvalue()
