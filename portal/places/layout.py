"""Where circles and names of places go on a map, so that they can be read and touched."""

from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

# In parts of the map's width: on a screen of 360 px the smallest circle is 24 px across, a letter 12 px high.
_LETTER = 1 / 27
_SMALLEST, _LARGEST = 1 / 27, 1 / 13
_WIDTH_OF_A_LETTER = 0.62  # of its height, in the widest of our scripts


@dataclass(frozen=True, slots=True)
class Circle:
    """A place as it is drawn, in map units. `label` is where its name begins, ends or is centred; None: no room."""

    place: int
    point: Point
    radius: float
    label: Point | None = None
    anchor: str = "middle"


def letter_height(window: list[float]) -> float:
    return window[2] * _LETTER


def lay_out(
    window: list[float], places: Iterable[tuple[int, Point, int, str]], pins: Iterable[Point] = ()
) -> list[Circle]:
    """The circles of (place, point, count, name), the largest first, so that a small one is drawn above a large one.

    No name covers a circle, another name, or a pin (of the height of a letter).
    """
    ordered = sorted(places, key=lambda place: (-place[2], place[0]))
    most = ordered[0][2] if ordered else 1
    bare = [Circle(pk, point, _radius(window, count / most)) for pk, point, count, _name in ordered]
    taken = [_box_around(circle.point, circle.radius) for circle in bare]
    taken += [_box_around(pin, letter_height(window)) for pin in pins]
    circles = []
    for circle, (_pk, _point, _count, name) in zip(bare, ordered, strict=True):
        circle, box = _with_label(circle, name, window, taken)
        taken += [box] if box else []
        circles.append(circle)
    return circles


def _radius(window: list[float], share: float) -> float:
    """Grows so that the area tells the share."""
    return round(window[2] * (_SMALLEST + (_LARGEST - _SMALLEST) * share**0.5), 2)


def _with_label(circle: Circle, name: str, window: list[float], taken: list[Box]) -> tuple[Circle, Box | None]:
    """The circle with its name beside, under or above it: wherever it first meets nothing and stays on the map."""
    (x, y), radius, height = circle.point, circle.radius, letter_height(window)
    width, gap = len(name) * height * _WIDTH_OF_A_LETTER, height * 0.3
    for anchor, left, label_x, middle in (
        ("start", x + radius + gap, x + radius + gap, y),
        ("end", x - radius - gap - width, x - radius - gap, y),
        ("middle", x - width / 2, x, y + radius + gap + height / 2),
        ("middle", x - width / 2, x, y - radius - gap - height / 2),
    ):
        box = (left, middle - height / 2, left + width, middle + height / 2)
        if _is_within(box, window) and not any(_meet(box, other) for other in taken):
            label = (round(label_x, 2), round(middle + height * 0.35, 2))
            return Circle(circle.place, circle.point, radius, label, anchor), box
    return circle, None


def _box_around(point: Point, radius: float) -> Box:
    x, y = point
    return (x - radius, y - radius, x + radius, y + radius)


def _is_within(box: Box, window: list[float]) -> bool:
    left, top, width, height = window
    return left <= box[0] and top <= box[1] and box[2] <= left + width and box[3] <= top + height


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
