"""Marks of the demo's organisations: a light shape on a rounded square."""

from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from portal.demo.pens import SCALE, Pen, big, box, disc, png, shape, stroke

SIZE = 400
LOGO_ALT = {"ka": "ლოგო: {name}", "hy": "Լոգո՝ {name}", "az": "Loqo: {name}", "en": "Logo: {name}"}
_LIGHT = "#fbf6ea"


@cache
def logo(mark: str, colour: str) -> bytes:
    """A light mark on a rounded square, as a PNG."""
    picture = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(big([(10, 10), (390, 390)]), radius=70 * SCALE, fill=colour)
    MARKS[mark](pen)
    return png(picture)


def _sun_mark(pen: Pen) -> None:
    pen.pieslice(big([(110, 150), (290, 330)]), 180, 360, fill=_LIGHT)
    stroke(pen, [(70, 250), (330, 250)], _LIGHT, 16)
    for end in ((200, 70), (95, 115), (305, 115)):
        stroke(pen, [((end[0] + 200) / 2, (end[1] + 200) / 2 - 10), end], _LIGHT, 16)


def _houses_mark(pen: Pen) -> None:
    for x in (85, 205):
        shape(pen, [(x, 190), (x + 55, 120), (x + 110, 190), (x + 110, 290), (x, 290)], _LIGHT)


def _bridge_mark(pen: Pen) -> None:
    pen.arc(big([(70, 140), (330, 400)]), 180, 360, fill=_LIGHT, width=26 * SCALE)
    stroke(pen, [(60, 130), (340, 130)], _LIGHT, 20)
    for x in (130, 200, 270):
        stroke(pen, [(x, 130), (x, 170)], _LIGHT, 14)


def _lamp_mark(pen: Pen) -> None:
    shape(pen, [(150, 110), (250, 110), (290, 220), (110, 220)], _LIGHT)
    stroke(pen, [(200, 220), (200, 310)], _LIGHT, 20)
    stroke(pen, [(140, 310), (260, 310)], _LIGHT, 20)


def _path_mark(pen: Pen) -> None:
    for y in (120, 220):
        shape(pen, [(90, y + 24), (180, y), (310, y + 24), (310, y + 62), (180, y + 38), (90, y + 62)], _LIGHT)


def _drop_mark(pen: Pen) -> None:
    disc(pen, 200, 240, 80, _LIGHT)
    shape(pen, [(200, 80), (268, 198), (132, 198)], _LIGHT)


def _window_mark(pen: Pen) -> None:
    for x in (100, 210):
        for y in (100, 210):
            box(pen, x, y, x + 90, y + 90, _LIGHT, 8)


def _mountain_mark(pen: Pen) -> None:
    shape(pen, [(60, 300), (170, 120), (230, 220), (260, 175), (340, 300)], _LIGHT)


def _leaf_mark(pen: Pen) -> None:
    pen.chord(big([(5, 85), (305, 385)]), 270, 360, fill=_LIGHT)
    pen.chord(big([(155, 85 - 150), (455, 235)]), 90, 180, fill=_LIGHT)
    stroke(pen, [(90, 310), (155, 235)], _LIGHT, 16)


MARKS: dict[str, Callable[[Pen], None]] = {
    "sun": _sun_mark,
    "houses": _houses_mark,
    "bridge": _bridge_mark,
    "lamp": _lamp_mark,
    "path": _path_mark,
    "drop": _drop_mark,
    "window": _window_mark,
    "mountain": _mountain_mark,
    "leaf": _leaf_mark,
}
