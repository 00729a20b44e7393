"""A printed A4 sheet: our letters in every script, the wordmark on top, the woven border below it."""

from datetime import datetime
from typing import cast

import segno
from fpdf import FPDF, XPos, YPos

from portal.clock import now
from portal.fonts import BOLD, REGULAR

FAMILY = "Khma"
WORDMARK = "ხმა · ձայն · səs"
INK, SOFT, INDIGO, MADDER, WOOL = (33, 30, 28), (90, 84, 78), (38, 52, 105), (164, 44, 47), (245, 240, 230)
MARGIN_MM, WIDTH_MM, HEIGHT_MM = 18, 210, 297
POINTS_TO_MM = 0.3528


class Sheet(FPDF):
    """An empty first page in `language`, with the wordmark. Millimetres; the writing position is below the border."""

    def __init__(self, title: str, language: str, made_at: datetime | None = None) -> None:
        super().__init__(format="A4", unit="mm")
        self.add_font(FAMILY, "", REGULAR)
        self.add_font(FAMILY, "B", BOLD)
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("Khma")
        self.set_creation_date(made_at or now())
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM)
        self.add_page()

    def header(self) -> None:
        self.set_y(10)
        self.words(WORDMARK, size=13, is_bold=True, color=INDIGO)
        self._weave(19)
        self.set_y(26)

    def _weave(self, y: float) -> None:
        """The border of the site: diamonds on a dark band."""
        self.set_fill_color(*INDIGO)
        self.rect(0, y, WIDTH_MM, 3, style="F")
        self.set_fill_color(*MADDER)
        for left in range(0, WIDTH_MM, 6):
            corners = [(left + 1.5, y + 1.5), (left + 3, y + 0.4), (left + 4.5, y + 1.5), (left + 3, y + 2.6)]
            self.polygon(corners, style="F")

    def words(
        self,
        text: str,
        *,
        size: float = 11,
        is_bold: bool = False,
        color: tuple[int, int, int] = INK,
        width: float = 0,
        most_lines: int | None = None,
    ) -> None:
        """A paragraph, broken between words; what is beyond `most_lines` is left out with an ellipsis."""
        self.set_font(FAMILY, "B" if is_bold else "", size)
        self.set_text_color(*color)
        line_mm = size * POINTS_TO_MM * 1.45
        if most_lines:
            lines = cast(list[str], self.multi_cell(width, line_mm, text, dry_run=True, output="LINES"))
            if len(lines) > most_lines:
                text = "\n".join([*lines[: most_lines - 1], lines[most_lines - 1].rstrip()[:-1] + "…"])
        self.multi_cell(width, line_mm, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def gap(self, mm: float) -> None:
        self.set_y(self.get_y() + mm)

    def qr(self, address: str, *, x: float, y: float, size_mm: float) -> None:
        """The address as a QR code, drawn in squares so that it stays sharp at any size."""
        rows = list(segno.make(address, error="m").matrix)
        side = size_mm / len(rows)
        self.set_fill_color(*INK)
        for row, line in enumerate(rows):
            for column, is_dark in enumerate(line):
                if is_dark:
                    self.rect(x + column * side, y + row * side, side, side, style="F")

    def as_bytes(self) -> bytes:
        return bytes(self.output())
