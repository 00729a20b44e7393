"""Reads the municipality's file, a line at a time; says what is wrong with a line and never what stands in it."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.numbers import read_digits, read_number
from portal.clock import today
from portal.languages.folding import fold

OLDEST = 1900
COLUMNS = 3
SEPARATORS = ";\t,"
AMBIGUOUS = -1


class BadLine(Exception):
    """`str()` is a sentence without anything of the line."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: a personal number of eleven digits, a birth year, the area of the settlement that was named."""

    number: str
    year: int
    area: int | None


def read_line(raw: bytes, areas: Mapping[str, int | None]) -> Listed | None:
    """What the line says, None for an empty one; BadLine for any other.

    A line is: personal number, birth year and, if it is known, the settlement's slug or its name in any language,
    parted by semicolons, tabs or commas, in UTF-8.
    """
    cells = _cells(raw)
    if not any(cells):
        return None
    number, written_year, settlement, *more = [*cells, "", ""][: max(COLUMNS, len(cells))]
    if any(more):
        raise BadLine(_("It has more than a number, a birth year and a settlement."))
    personal, year = read_number(number), read_year(written_year)
    if personal is None:
        raise BadLine(_("The personal number does not have 11 digits."))
    if year is None:
        raise BadLine(_("The birth year is not a year with four digits."))
    return Listed(personal, year, _area(settlement, areas))


def is_heading(raw: bytes) -> bool:
    """Whether a first line names the columns: it has no digit."""
    return not re.search(rb"\d", raw)


def read_year(typed: str) -> int | None:
    """A year in which somebody alive may have been born, or None."""
    digits = read_digits(typed, 4)
    return int(digits) if digits and OLDEST <= int(digits) <= today().year else None


def areas_by_settlement(cycle: Cycle) -> dict[str, int | None]:
    """{slug or folded name: area} of the municipality's settlements; AMBIGUOUS for a name that two areas have."""
    area_of = dict(cycle.areas.values_list("settlements", "pk"))
    found: dict[str, int | None] = {}
    for settlement in cycle.municipality.settlements.all():
        area = area_of.get(settlement.pk)
        names = [getattr(settlement, f"name_{code}") for code, _name in settings.LANGUAGES]
        parts = [part for name in names if name for part in (name, *re.split(r"[()]", name))]
        for name in {fold(text) for text in (settlement.slug, *parts)} - {""}:
            found[name] = area if found.get(name, area) == area else AMBIGUOUS
    return found


def _cells(raw: bytes) -> list[str]:
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise BadLine(_("It is not written in UTF-8.")) from None
    separator = next((sign for sign in SEPARATORS if sign in text), ",")
    try:
        return [cell.strip() for row in csv.reader([text], delimiter=separator) for cell in row]
    except csv.Error:
        raise BadLine(_("It cannot be read.")) from None


def _area(settlement: str, areas: Mapping[str, int | None]) -> int | None:
    if not settlement:
        return None
    area = areas.get(fold(settlement), AMBIGUOUS)
    if area == AMBIGUOUS:
        raise BadLine(_("The settlement is not known, or there are several of that name."))
    return area
