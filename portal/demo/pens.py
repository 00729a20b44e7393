"""Drawing with flat shapes: everything is drawn larger and made smaller, so that edges are smooth."""

from io import BytesIO

from PIL import Image, ImageDraw

Pen = ImageDraw.ImageDraw
Points = list[tuple[float, float]]
SCALE = 2
COLOURS = 48  # few, so that the files are small


def png(picture: Image.Image) -> bytes:
    small = picture.reduce(SCALE).quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def big(points: Points) -> Points:
    return [(x * SCALE, y * SCALE) for x, y in points]


def shape(pen: Pen, points: Points, colour: str) -> None:
    pen.polygon(big(points), fill=colour)


def box(pen: Pen, left: float, top: float, right: float, bottom: float, colour: str, radius: float = 0) -> None:
    pen.rounded_rectangle(big([(left, top), (right, bottom)]), radius=radius * SCALE, fill=colour)


def disc(pen: Pen, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse(big([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)


def stroke(pen: Pen, points: Points, colour: str, width: float) -> None:
    pen.line(big(points), fill=colour, width=round(width * SCALE), joint="curve")
