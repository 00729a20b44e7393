"""Voting cards: eight on a sheet, to be cut apart; the code in large letters, and in a QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.printing.sheet import FAMILY, HEIGHT_MM, INDIGO, INK, POINTS_TO_MM, SOFT, WIDTH_MM, Sheet
from portal.languages.templatetags.languages import moment
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

COLUMNS, ROWS = 2, 4
CARD_WIDTH_MM, CARD_HEIGHT_MM = WIDTH_MM / COLUMNS, HEIGHT_MM / ROWS
PADDING_MM = 6
INNER_MM = CARD_WIDTH_MM - 2 * PADDING_MM
QR_MM = 23
BESIDE_QR_MM = INNER_MM - QR_MM - 3
# The instructions: letters in points, the largest first, of which that is taken with which one language fits its room.
SIZES, ROOM_MM = (6.6, 6.2, 5.8, 5.4, 5.0, 4.6), 8.7
LINE = POINTS_TO_MM * 1.22  # from line to line, in millimetres a point
HEAD_SIZE, CODE_SIZE, ADDRESS_SIZE = 6.6, 17, 8


class CardSheet(Sheet):
    """A sheet without the site's head: cards fill it from edge to edge."""

    def header(self) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """What stands on every card of a batch in one language, broken into lines once for all."""

    title: str
    lines: list[str]
    size: float


def card_sheets(cycle: Cycle, codes: Sequence[str], *, place: str, is_bound: bool) -> bytes:
    """The PDF of a batch: `codes` as people read them. `is_bound` where a lost card can be replaced."""
    with override(PUBLIC_LANGUAGES[0]):
        sheet = CardSheet(_("Voting cards"), PUBLIC_LANGUAGES[0])
    sheet.set_auto_page_break(False)
    names = []
    for code in PUBLIC_LANGUAGES:
        with override(code):
            names.append(_("Voting card"))
    head = _broken(sheet, " · ".join(names), HEAD_SIZE, BESIDE_QR_MM)[:2]
    address = _broken(sheet, vote_address(cycle), ADDRESS_SIZE, BESIDE_QR_MM)[:2]
    place = (_broken(sheet, place, HEAD_SIZE, BESIDE_QR_MM) or [""])[0]
    instructions = [_instruction(sheet, cycle, language, is_bound) for language in PUBLIC_LANGUAGES]
    for number, code in enumerate(codes):
        row, column = divmod(number % (COLUMNS * ROWS), COLUMNS)
        if number and row == column == 0:
            sheet.add_page()
        if row == column == 0:
            _cut_lines(sheet)
        left, top = column * CARD_WIDTH_MM + PADDING_MM, row * CARD_HEIGHT_MM + PADDING_MM
        sheet.qr(scanned_address(cycle, "card", code), x=left + INNER_MM - QR_MM, y=top, size_mm=QR_MM)
        for below, line in enumerate(head):
            _write(sheet, line, left, top + 2.5 + HEAD_SIZE * LINE * below, HEAD_SIZE, color=SOFT)
        _write(sheet, code, left, top + 11.5, CODE_SIZE, is_bold=True)
        for below, line in enumerate(address):
            _write(sheet, line, left, top + 16 + 3.4 * below, ADDRESS_SIZE)
        _write(sheet, place, left, top + QR_MM, HEAD_SIZE, color=SOFT)
        _explain(sheet, instructions, left, top + QR_MM + 5)
    return sheet.as_bytes()


def vote_address(cycle: Cycle) -> str:
    """Where the cycle's vote is, for readers of every language: the site answers in the reader's own."""
    path = reverse("vote", args=[cycle.pk])
    return f"{settings.SITE_URL}/{path.split('/', 2)[2]}"


def scanned_address(cycle: Cycle, method: str, code: str) -> str:
    """The same with a code behind "#": a browser sends that part to no server, so the code stands in no log."""
    return f"{vote_address(cycle)}#{method}={code}"


def _instruction(sheet: Sheet, cycle: Cycle, language: str, is_bound: bool) -> Instruction:
    with override(language):
        title = f"{cycle.municipality.name} · {read_text(cycle, 'title')}"
        until = _("Vote until %(until)s: scan the square, or go to the address above and type the code.")
        sentences = [
            until % {"until": moment(cycle.voting_until_at)},
            _("One card, one vote. Lost or damaged? Come to the municipality with your document: you get another.")
            if is_bound
            else _("One card, one vote. A lost card is not replaced, a damaged one is exchanged."),
        ]
    broken = [(_broken(sheet, " ".join(sentences), size, INNER_MM), size) for size in SIZES]
    lines, size = next((fit for fit in broken if len(fit[0]) * fit[1] * LINE <= ROOM_MM), broken[-1])
    return Instruction(_broken(sheet, title, HEAD_SIZE, INNER_MM, is_bold=True)[0], lines, size)


def _broken(sheet: Sheet, text: str, size: float, width: float, *, is_bold: bool = False) -> list[str]:
    """The text in lines of this width."""
    sheet.set_font(FAMILY, "B" if is_bold else "", size)
    return cast(list[str], sheet.multi_cell(width, size * LINE, text, dry_run=True, output="LINES"))


def _explain(sheet: Sheet, instructions: Sequence[Instruction], left: float, top: float) -> None:
    for one in instructions:
        _write(sheet, one.title, left, top, HEAD_SIZE, is_bold=True, color=INDIGO)
        for number, line in enumerate(one.lines, start=1):
            _write(sheet, line, left, top + number * one.size * LINE, one.size)
        top += HEAD_SIZE * LINE + ROOM_MM + 0.8


def _write(
    sheet: Sheet,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    is_bold: bool = False,
    color: tuple[int, int, int] = INK,
) -> None:
    """One line with its foot at `y`."""
    sheet.set_font(FAMILY, "B" if is_bold else "", size)
    sheet.set_text_color(*color)
    sheet.text(x, y, text)


def _cut_lines(sheet: Sheet) -> None:
    sheet.set_draw_color(*SOFT)
    sheet.set_line_width(0.1)
    sheet.set_dash_pattern(dash=1.5, gap=1.5)
    for column in range(1, COLUMNS):
        sheet.line(column * CARD_WIDTH_MM, 0, column * CARD_WIDTH_MM, HEIGHT_MM)
    for row in range(1, ROWS):
        sheet.line(0, row * CARD_HEIGHT_MM, WIDTH_MM, row * CARD_HEIGHT_MM)
    sheet.set_dash_pattern()
