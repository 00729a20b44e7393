"""Papers of the demo, as PDF: the city hall's documents, and a drawn scan of signed sheets."""

from functools import cache
from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

from budgeting.printing.sheet import Sheet
from portal.languages.texts import OFFICIAL_LANGUAGE

PAGE = (827, 1169)  # A4 at a hundred dots an inch
LINES = range(170, 1070, 45)  # where the lines of a page stand
PAPER, RULE, PEN = 250, 170, 60  # shades of grey
COLUMNS = (60, 100, 330, 470, 660, 770)


@cache
def paper(title: str, text: str) -> bytes:
    """A document of the city hall in Georgian; an empty line in the text begins a paragraph."""
    sheet = Sheet(title, OFFICIAL_LANGUAGE)
    sheet.words(title, size=16, is_bold=True)
    for paragraph in text.split("\n\n"):
        sheet.gap(4)
        sheet.words(paragraph)
    return sheet.as_bytes()


def scan_of_sheets(signatures: int) -> bytes:
    """Sheets with that many lines filled in. Nobody's name is on them: strokes stand for what is written."""
    chance = Random(signatures)
    starts = range(0, signatures, len(LINES))
    first, *others = (_page(chance, min(len(LINES), signatures - start)) for start in starts)
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()


def _page(chance: Random, filled: int) -> Image.Image:
    page = Image.new("L", PAGE, PAPER)
    pen = ImageDraw.Draw(page)
    _scribble(pen, chance, 60, 90, 420)
    for place, y in enumerate(LINES):
        pen.line([(COLUMNS[0], y), (COLUMNS[-1], y)], RULE)
        if place < filled:
            for left, right in pairwise(COLUMNS):
                _scribble(pen, chance, left + 8, y - 16, chance.randint(left + 30, right - 8))
    for x in COLUMNS:
        pen.line([(x, LINES[0] - 45), (x, LINES[-1])], RULE)
    return page.rotate(chance.uniform(-0.8, 0.8), fillcolor=PAPER)


def _scribble(pen: ImageDraw.ImageDraw, chance: Random, left: int, y: int, right: int) -> None:
    pen.line([(x, y + chance.randint(-9, 9)) for x in range(left, right, 5)], PEN, 2)
