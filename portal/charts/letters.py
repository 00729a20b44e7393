"""Breaking words into lines where nothing else will: in a drawing."""

from functools import cache

from PIL import ImageFont

from portal.fonts import BOLD, REGULAR

_SIZE = 100


@cache
def _font(is_bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD if is_bold else REGULAR, _SIZE, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """How wide the text is in our letters, in the unit of `size`."""
    return _font(is_bold).getlength(text) * size / _SIZE


def lines_of(text: str, size: float, width: float, *, is_bold: bool = False, most: int = 0) -> list[str]:
    """The text in lines no wider than `width`, broken between words, inside one only if it alone is wider.

    What is beyond `most` lines is left out with an ellipsis.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, is_bold=is_bold) <= width:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if lines[-1] and width_of(lines[-1] + letter, size, is_bold=is_bold) > width:
                lines.append("")
            lines[-1] += letter
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", size, is_bold=is_bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}…"]
    return lines
