"""Reads an official's CSV file of steps and money, a line at a time; says in the reader's language what is wrong."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.errors import NotPossible
from budgeting.milestones.models import Kind
from budgeting.money import read_lari
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.typed import clean_text

COLUMNS = (
    *("cycle", "project", "title", "step", "planned_on", "done_on", "reason", "note", "note_language"),
    *("budget_line", "decree_number", "decree_on", "contractor"),
    *("planned_lari", "contracted_lari", "paid_lari", "money_reason"),
)
NEEDED = ("cycle", "project", "step")
LARGEST_BYTES, MOST_LINES = 500_000, 1000
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")
_FORMULA = ("=", "+", "-", "@")


class BadLine(Exception):
    """`str()` is a sentence without anything of the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says; None and "" where it says nothing. `number` is the project's, `place` the line's own."""

    place: int
    number: int
    kind: Kind | None
    planned_on: date | None = None
    done_on: date | None = None
    reason: str = ""
    note: str = ""
    note_language: str = OFFICIAL_LANGUAGE
    details: dict[str, Any] = field(default_factory=dict)
    planned_tetri: int | None = None
    contracted_tetri: int | None = None
    paid_tetri: int | None = None
    money_reason: str = ""

    @property
    def says_step(self) -> bool:
        return any((self.planned_on, self.done_on, self.reason, self.note, *self.details.values()))

    @property
    def says_money(self) -> bool:
        return any(one is not None for one in (self.planned_tetri, self.contracted_tetri, self.paid_tetri))


def decoded(content: bytes) -> str:
    """The text of the file. NotPossible if it is too large or not in UTF-8."""
    if len(content) > LARGEST_BYTES:
        sentence = _("This file is too large. The most is {count} kB.")
        raise NotPossible(sentence.format(count=LARGEST_BYTES // 1000))
    try:
        return clean_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotPossible(_("The file is not written in UTF-8. Save it as “CSV UTF-8”.")) from None


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(number of the line, {column: cell}) of every line that says something.

    NotPossible if columns are missing, there are too many lines, or it is no CSV at all.
    """
    text = clean_text(text).lstrip("\ufeff")
    head = text.split("\n", 1)[0]
    separator = next((sign for sign in ";\t" if sign in head), ",")
    reader = csv.reader(StringIO(text), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if missing := [name for name in NEEDED if name not in names]:
            sentence = _("The first line must name the columns. These are missing: {names}.")
            raise NotPossible(sentence.format(names=", ".join(missing)))
        for count, cells in enumerate(reader):
            if count == MOST_LINES:
                sentence = ngettext("Send at most %(most)d line.", "Send at most %(most)d lines.", MOST_LINES)
                raise NotPossible(sentence % {"most": MOST_LINES})
            row = {name: _cell(cell) for name, cell in zip(names, cells, strict=False)}
            if any(row.get(name) for name in COLUMNS if name not in ("cycle", "project", "title", "step")):
                yield reader.line_num, row
    except csv.Error:
        raise NotPossible(_("This file cannot be read as CSV.")) from None


def read_line(place: int, row: Mapping[str, str], cycle_pk: int) -> Line:
    """What the line says. BadLine where it cannot be understood, or is about another budget."""
    if row["cycle"] != str(cycle_pk):
        raise BadLine(_("This line belongs to another budget."))
    language = row.get("note_language", "") or OFFICIAL_LANGUAGE
    if language not in dict(settings.LANGUAGES):
        raise BadLine(_("The language is one of: {names}.").format(names=", ".join(dict(settings.LANGUAGES))))
    kind = _kind(row["step"])
    line = Line(
        place,
        _number(row["project"]),
        kind,
        planned_on=_day(row.get("planned_on", "")),
        done_on=_day(row.get("done_on", "")),
        reason=row.get("reason", ""),
        note=row.get("note", ""),
        note_language=language,
        details={
            "budget_line": row.get("budget_line", ""),
            "decree_number": row.get("decree_number", ""),
            "decree_on": _day(row.get("decree_on", "")),
            "contractor": row.get("contractor", ""),
        },
        planned_tetri=_tetri(row.get("planned_lari", "")),
        contracted_tetri=_tetri(row.get("contracted_lari", "")),
        paid_tetri=_tetri(row.get("paid_lari", "")),
        money_reason=row.get("money_reason", ""),
    )
    if kind is None and (line.planned_on or line.done_on):
        raise BadLine(_steps())
    return line


def _cell(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running the cell."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _number(typed: str) -> int:
    if typed.isascii() and typed.isdecimal() and len(typed) < 7:
        return int(typed)
    raise BadLine(_("The number of the project is not a number."))


def _kind(typed: str) -> Kind | None:
    if typed and typed.lower() not in Kind.values:
        raise BadLine(_steps())
    return Kind(typed.lower()) if typed else None


def _steps() -> str:
    return _("The step is one of: {names}.").format(names=", ".join(Kind.values))


def _day(typed: str) -> date | None:
    for pattern in _DAYS if typed else ():
        try:
            return datetime.strptime(typed, pattern).date()
        except ValueError:
            continue
    if typed:
        raise BadLine(_("A day is written wrongly. Write it as 2026-05-31 or 31.05.2026."))
    return None


def _tetri(typed: str) -> int | None:
    try:
        return read_lari(typed) if typed else None
    except ValueError:
        raise BadLine(_("An amount is written wrongly. Write it in whole lari, for example 25 000.")) from None
