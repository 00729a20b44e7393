"""Ballot sheets: a stub with the serial, to be cut off, and below it a ballot that is the same on every sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf import ViewerPreferences
from fpdf.enums import Duplex

from budgeting.cycles.models import Cycle
from budgeting.printing.sheet import FAMILY, HEIGHT_MM, INDIGO, INK, MARGIN_MM, SOFT, WIDTH_MM, WORDMARK, Sheet
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

STUB_MM = 62  # from the upper edge to the line along which the stub is cut off, on both sides of the leaf
BOX_MM = 7
NUMBER_MM = 12
SIZES = (10.0, 9.0, 8.0, 7.0)  # points: the first with which the ballot fits on one leaf
SIDES = 2
LINE_TO_SIZE = 0.3528 * 1.45  # millimetres of a line for each point of its letters


@dataclass(frozen=True, slots=True)
class PrintedProject:
    """`lines` are its title and cost, once for each public language."""

    number: int
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class PrintedList:
    """`heading` gives the list's name in the active language; "" where the ballot has one list only."""

    heading: Callable[[], str]
    projects: Sequence[PrintedProject]


@dataclass(frozen=True, slots=True)
class PrintedBallot:
    """What is below the stub. `limits` gives its rules in the active language, a sentence each."""

    cycle: Cycle
    lists: Sequence[PrintedList]
    limits: Callable[[], Sequence[str]]


def ballot_sheets(ballot: PrintedBallot, booth: str, serials: Sequence[str]) -> bytes:
    """The PDF, one leaf for each serial; the printer is told whether to print both sides.

    The ballot is drawn once and its sides are copied byte for byte, so nothing on it can differ from sheet to sheet.
    """
    leaves = _fitting(ballot)
    sides = leaves.sides()
    for place, serial in enumerate(serials):
        if place:
            leaves.add_copies(sides)
        leaves.page -= len(sides) - 1
        _draw_stub(leaves, ballot.cycle, booth, serial)
        leaves.page += len(sides) - 1
    duplex = Duplex.SIMPLEX if len(sides) == 1 else Duplex.DUPLEX_FLIP_LONG_EDGE
    leaves.viewer_preferences = ViewerPreferences(duplex=duplex, print_scaling="None")
    return leaves.as_bytes()


class _Leaves(Sheet):
    """Pages whose upper part is the stub; the wordmark stands on the ballot."""

    def header(self) -> None:
        self.set_y(STUB_MM + 4)

    def sides(self) -> list[bytes]:
        """What stands on each page."""
        return [bytes(cast(bytearray, page.contents)) for page in self.pages.values()]

    def add_copies(self, sides: Sequence[bytes]) -> None:
        for side in sides:
            self.add_page()
            for is_bold in (False, True):  # makes both fonts known to this page
                self.words(" ", is_bold=is_bold)
            cast(bytearray, self.pages[self.page].contents).extend(side)


def _fitting(ballot: PrintedBallot) -> _Leaves:
    """The ballot in the largest letters with which it fits on one leaf, else in the smallest."""
    for size in SIZES:
        leaves = _drawn(ballot, size)
        if leaves.page <= SIDES:
            break
    return leaves


def _drawn(ballot: PrintedBallot, size: float) -> _Leaves:
    """One ballot without its stub, in letters of this size, and nothing more."""
    with override(PUBLIC_LANGUAGES[0]):
        leaves = _Leaves(_("Ballot sheets"), PUBLIC_LANGUAGES[0])
    leaves.words(WORDMARK, size=9, is_bold=True, color=INDIGO)
    _in_each(leaves, lambda: _heading(ballot), size + 1, is_bold=True)
    leaves.gap(1)
    _in_each(leaves, lambda: " ".join(_rules(ballot)), max(size - 1, 7))
    for one in ballot.lists:
        _draw_list(leaves, one, size)
    leaves.set_auto_page_break(False)
    if leaves.page > 1:
        _say_there_is_more(leaves)
    return leaves


def _draw_stub(leaves: _Leaves, cycle: Cycle, booth: str, serial: str) -> None:
    leaves.set_y(12)
    leaves.words(serial, size=24, is_bold=True)
    leaves.words(f"{cycle.municipality.name} · {booth}", size=10, color=SOFT, most_lines=1)
    leaves.gap(1)
    _in_each(leaves, lambda: _("Cut this strip off and keep it at the booth before the sheet is handed out."), 8)
    leaves.set_draw_color(*INK)
    leaves.set_dash_pattern(dash=2, gap=2)
    leaves.line(0, STUB_MM, WIDTH_MM, STUB_MM)
    leaves.set_dash_pattern()


def _heading(ballot: PrintedBallot) -> str:
    return " · ".join([_("Ballot paper"), read_text(ballot.cycle, "title").text])


def _rules(ballot: PrintedBallot) -> list[str]:
    """How to fill the ballot in. Source: design, 6 (a bad ballot is refused whole)."""
    return [
        _("Put a cross into the box of each project you choose."),
        *ballot.limits(),
        _("A ballot that breaks these limits is not counted."),
        _("Fold it twice, with your crosses inside, and put it into the box."),
    ]


def _draw_list(leaves: _Leaves, one: PrintedList, size: float) -> None:
    with override(PUBLIC_LANGUAGES[0]):
        has_heading = bool(one.heading())
    leaves.gap(2)
    if has_heading:
        _keep_together(leaves, 3 * size * LINE_TO_SIZE + 20)
        _in_each(leaves, one.heading, size, is_bold=True)
    for project in one.projects:
        _draw_project(leaves, project, size)


def _draw_project(leaves: _Leaves, project: PrintedProject, size: float) -> None:
    indent = MARGIN_MM + BOX_MM + NUMBER_MM + 2
    needed = max(BOX_MM, _height(leaves, project, size, WIDTH_MM - MARGIN_MM - indent)) + 2.5
    _keep_together(leaves, needed)
    top = leaves.get_y()
    leaves.set_draw_color(*SOFT)
    leaves.line(MARGIN_MM, top, WIDTH_MM - MARGIN_MM, top)
    leaves.set_draw_color(*INK)
    leaves.rect(MARGIN_MM, top + 1.5, BOX_MM, BOX_MM)
    leaves.set_xy(MARGIN_MM + BOX_MM + 2, top + 1.5)
    leaves.words(f"№ {project.number}", size=11, is_bold=True, width=NUMBER_MM + 2)
    leaves.set_left_margin(indent)
    leaves.set_xy(indent, top + 1)
    for line in project.lines:
        leaves.words(line, size=size)
    leaves.set_left_margin(MARGIN_MM)
    leaves.set_y(max(leaves.get_y(), top + BOX_MM + 2) + 1)


def _height(leaves: _Leaves, project: PrintedProject, size: float, width: float) -> float:
    leaves.set_font(FAMILY, "", size)
    line_mm = size * LINE_TO_SIZE
    whole = "\n".join(project.lines)
    return line_mm * len(cast(list[str], leaves.multi_cell(width, line_mm, whole, dry_run=True, output="LINES")))


def _say_there_is_more(leaves: _Leaves) -> None:
    """At the foot of the front side, in all languages on one line."""
    last, leaves.page = leaves.page, 1
    leaves.set_y(HEIGHT_MM - MARGIN_MM + 3)
    said = []
    for code in PUBLIC_LANGUAGES:
        with override(code):
            said.append(_("More projects are on the back."))
    leaves.words(" · ".join(said), size=8, is_bold=True)
    leaves.page = last


def _in_each(leaves: _Leaves, sentence: Callable[[], str], size: float, *, is_bold: bool = False) -> None:
    for code in PUBLIC_LANGUAGES:
        with override(code):
            leaves.words(sentence(), size=size, is_bold=is_bold)


def _keep_together(leaves: _Leaves, needed_mm: float) -> None:
    if leaves.get_y() + needed_mm > HEIGHT_MM - MARGIN_MM:
        leaves.add_page()
