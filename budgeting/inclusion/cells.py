"""The pieces a report is made of: tables, their lines, and what stands in a cell."""

from dataclasses import dataclass
from statistics import median

from django.utils.translation import pgettext

from budgeting.money import TETRI_PER_LARI, show_money
from portal.charts.chart import Chart
from portal.languages.templatetags.languages import number

Numbers = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is read, and the number a spreadsheet gets: None where it is not shown or is no number."""

    shown: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """`language` is that of the name."""

    name: str
    language: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`definition` says of every column what it counts, by which formula, and from which source."""

    name: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    definition: tuple[str, ...]
    chart: Chart | None = None


def count_cell(value: int | None) -> Cell:
    return Cell(pgettext("a number", "not shown")) if value is None else Cell(number(value), value)


def money_cell(tetri: int | None, currency: str) -> Cell:
    return count_cell(None) if tetri is None else Cell(show_money(tetri, currency), tetri / TETRI_PER_LARI)


def percent_cell(value: int | None) -> Cell:
    return count_cell(None) if value is None else Cell(f"{number(value)} %", value)


def part_cell(count: int, whole: int) -> Cell:
    percent = round(100 * count / whole)
    return Cell(f"{number(count)} ({percent} %)", count)


def median_cell(days: Numbers) -> Cell:
    every = [int(day) for day, times in days.items() for _time in range(times or 0)]
    middle = median(every) if every else None
    return Cell("–") if middle is None else Cell(number(middle), middle)
