"""The protocol of a booth, as two people signed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.printing.sheet import INK, MARGIN_MM, SOFT, WIDTH_MM, Sheet
from portal.languages.templatetags.languages import moment
from portal.languages.texts import read_text

VALUE_MM = 30


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PrintedProtocol:
    """`lines` are (what, how many); `text` is what was signed, of which the SHA-256 is printed with it."""

    cycle: Cycle
    booth: str
    lines: Sequence[tuple[str, int]]
    note: str
    signatures: Sequence[Signature]
    text: str


def booth_protocol(protocol: PrintedProtocol, language: str) -> bytes:
    """The PDF in `language`; its date is that of the last signature, so that it is the same whenever it is made."""
    with override(language):
        sheet = Sheet(_("Protocol of a booth"), language, protocol.signatures[-1].at)
        sheet.words(_("Protocol of a booth"), size=20, is_bold=True)
        sheet.words(f"{protocol.cycle.municipality.name} · {protocol.booth}", size=13, is_bold=True)
        sheet.words(f"{read_text(protocol.cycle, 'title')}", size=11, color=SOFT)
        sheet.gap(4)
        for what, how_many in protocol.lines:
            _draw_line(sheet, what, how_many)
        sheet.gap(4)
        if protocol.note:
            sheet.words(_("Why the numbers differ"), size=11, is_bold=True)
            sheet.words(protocol.note, size=11)
            sheet.gap(3)
        sheet.words(_("Signed by"), size=11, is_bold=True)
        for signature in protocol.signatures:
            sheet.words(f"{signature.name}, {moment(signature.at)}", size=11)
        sheet.words(_("Times are those of Tbilisi."), size=9, color=SOFT)
        sheet.gap(4)
        sheet.words(_("What was signed, and its SHA-256"), size=11, is_bold=True)
        sheet.words(protocol.text, size=8, color=SOFT)
        sheet.words(sha256(protocol.text.encode()).hexdigest(), size=9)
    return sheet.as_bytes()


def _draw_line(sheet: Sheet, what: str, how_many: int) -> None:
    top = sheet.get_y()
    sheet.words(what, size=11, width=WIDTH_MM - 2 * MARGIN_MM - VALUE_MM)
    foot = sheet.get_y()
    sheet.set_xy(WIDTH_MM - MARGIN_MM - VALUE_MM, top)
    sheet.words(str(how_many), size=11, is_bold=True, width=VALUE_MM)
    sheet.set_draw_color(*INK)
    sheet.line(MARGIN_MM, foot + 0.5, WIDTH_MM - MARGIN_MM, foot + 0.5)
    sheet.set_y(foot + 1)
