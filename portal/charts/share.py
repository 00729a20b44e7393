"""The image beside a shared link: 1200 x 630 pixels, drawn in our letters so that every script is right."""

from dataclasses import dataclass
from html import escape

from portal.charts.letters import lines_of, width_of
from portal.charts.svg import styles

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
INNER = WIDTH - 2 * MARGIN
WORDMARK = "ხმა · ձայն · səs"
_TITLE_SIZES = ((64, 2), (54, 3), (44, 4))  # of letters, and how many lines of them there is room for
_FACT, _FACT_SMALLEST, _LABEL, _SMALL = 50, 28, 24, 24


@dataclass(frozen=True, slots=True)
class ShareImage:
    """What it says; `facts` are three (label, shown) pairs at most, `progress` is (how many, of how many)."""

    about: str
    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    source: str
    progress: tuple[int, int] | None = None


def draw_share(image: ShareImage, *, theme: str = "light") -> str:
    """The image as SVG. What is too long for its place is broken, made smaller, and cut with an ellipsis at last."""
    marks = [_weave(), *_heading(image)]
    if image.progress:
        marks += _progress(*image.progress)
    marks += [mark for index, fact in enumerate(image.facts) for mark in _fact(fact, index, len(image.facts))]
    marks += _foot(image.source)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' role="img" xml:lang="{image.language}" font-family="Khma Sans, Noto Sans, sans-serif">'
        f"<title>{escape(image.title)}</title>{styles(theme)}"
        f'<rect width="{WIDTH}" height="{HEIGHT}" class="paper"/>{"".join(marks)}</svg>'
    )


def _text(text: str, size: float, x: float, y: float, *, color: str = "ink", is_bold: bool = False) -> str:
    weight = ' font-weight="700"' if is_bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" class="{color}"{weight}>{escape(text)}</text>'


def _weave() -> str:
    """The carpets' edge along the top."""
    tones = ("strong", "soft", "warm", "good")
    step = 24
    diamonds = "".join(
        f'<path class="{tones[place % 4]}" d="M{x} 4l12 12-12 12-12-12z"/>'
        for place, x in enumerate(range(step // 2, WIDTH, step))
    )
    return f'<rect width="{WIDTH}" height="32" class="land"/>{diamonds}'


def _heading(image: ShareImage) -> list[str]:
    about = lines_of(image.about, 30, INNER, is_bold=True, most=1)[0]
    marks, y = [_text(about, 30, MARGIN, 112, color="strong", is_bold=True)], 130.0
    for size, most in _TITLE_SIZES:
        lines = lines_of(image.title, size, INNER, is_bold=True)
        if len(lines) <= most:
            break
    for line in lines_of(image.title, size, INNER, is_bold=True, most=most):
        y += size * 1.22
        marks.append(_text(line, size, MARGIN, y, is_bold=True))
    return marks


def _progress(part: int, whole: int) -> list[str]:
    length = INNER * min(part / whole, 1)
    return [
        f'<rect x="{MARGIN}" y="372" width="{INNER}" height="24" class="line"/>',
        f'<rect x="{MARGIN}" y="372" width="{length:.1f}" height="24" class="good"/>',
    ]


def _fact(fact: tuple[str, str], index: int, total: int) -> list[str]:
    label, shown = fact
    room = INNER / total - 24
    x, size = MARGIN + index * INNER / total, float(_FACT)
    while size > _FACT_SMALLEST and width_of(shown, size, is_bold=True) > room:
        size -= 2
    values = lines_of(shown, size, room, is_bold=True, most=1 if size > _FACT_SMALLEST else 2)
    labels = lines_of(label, _LABEL, room, most=2)
    return [
        *(_text(line, size, x, 462 - size * 1.2 * above, is_bold=True) for above, line in enumerate(reversed(values))),
        *(_text(line, _LABEL, x, 498 + row * _LABEL * 1.3, color="soft-ink") for row, line in enumerate(labels)),
    ]


def _foot(source: str) -> list[str]:
    """Whose numbers, on the left; the wordmark in its three scripts on the right."""

    left = WIDTH - MARGIN - width_of(WORDMARK, 30, is_bold=True)
    line = lines_of(source, _SMALL, left - MARGIN - 24, most=1)[0]
    return [
        f'<rect x="{MARGIN}" y="550" width="{INNER}" height="2" class="line"/>',
        _text(line, _SMALL, MARGIN, 592, color="soft-ink"),
        _text(WORDMARK, 30, left, 594, color="strong", is_bold=True),
    ]
