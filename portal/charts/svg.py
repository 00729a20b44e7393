"""A chart as an SVG file that stands alone: on a newspaper's page, in a report, in a presentation."""

from collections.abc import Callable, Iterable
from html import escape

from django.utils.translation import gettext as _

from portal.charts.chart import Bars, Chart, PlaceMap, Row, Stack, Timeline
from portal.charts.letters import lines_of, width_of
from portal.languages.templatetags.languages import moment

THEMES = ("light", "dark", "auto")
_LIGHT = {
    "paper": "#ffffff", "ink": "#1d2033", "soft-ink": "#555a70", "plain": "#b9b2a0", "good": "#41693a",
    "strong": "#2b3a84", "warm": "#a3272d", "soft": "#e3a72f", "land": "#f6f2ea", "line": "#d9d3c5",
}  # fmt: skip
_DARK = {
    "paper": "#14161f", "ink": "#eceaf3", "soft-ink": "#b4b6c6", "plain": "#6d7086", "good": "#a3d196",
    "strong": "#aab8ff", "warm": "#ff9c94", "soft": "#e3a72f", "land": "#1c1f2e", "line": "#3a3d50",
}  # fmt: skip
MARGIN, TEXT, SMALL, HEAD, BAR = 20, 15, 12, 21, 16
_LEADING = 1.4


def draw(chart: Chart, *, width: int = 600, theme: str = "light") -> str:
    """The whole file: title, chart, legend, source and "as of". Pixels; the height is what it takes."""
    sheet = _Sheet(width)
    sheet.words(chart.title, HEAD, is_bold=True)
    sheet.gap(8)
    _BODIES[type(chart)](sheet, chart)
    if chart.legend:
        sheet.legend(chart.legend.items())
    sheet.gap(6)
    as_of = _("As of %(moment)s") % {"moment": moment(chart.as_of)}
    sheet.words(f"{chart.source} · {as_of}", SMALL, color="soft-ink")
    return sheet.file(chart, theme)


class _Sheet:
    """Marks below one another; `y` is where the next one begins."""

    def __init__(self, width: int) -> None:
        self.width, self.y, self.marks = width, float(MARGIN), list[str]()

    @property
    def inner(self) -> float:
        return self.width - 2 * MARGIN

    def gap(self, pixels: float) -> None:
        self.y += pixels

    def words(
        self, text: str, size: float, *, left: float = 0, color: str = "ink", is_bold: bool = False, lang: str = ""
    ) -> None:
        """A paragraph."""
        for line in lines_of(text, size, self.inner - left, is_bold=is_bold):
            self.y += size * _LEADING
            self.text(line, size, MARGIN + left, self.y - size * 0.35, color=color, is_bold=is_bold, lang=lang)

    def text(
        self, text: str, size: float, x: float, y: float, *, color: str = "ink", is_bold: bool = False, lang: str = ""
    ) -> None:
        weight = ' font-weight="700"' if is_bold else ""
        language = f' xml:lang="{lang}"' if lang else ""
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" class="{color}"{weight}{language}>{escape(text)}</text>'
        )

    def rect(self, x: float, y: float, width: float, height: float, tone: str) -> None:
        self.marks.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:g}" class="{tone}"/>')

    def legend(self, entries: Iterable[tuple[str, str]]) -> None:
        """A square of each colour with what it means."""
        self.gap(8)
        for tone, words in entries:
            self.rect(MARGIN, self.y + 5, 12, 12, tone)
            self.words(words, SMALL + 1, left=20)

    def file(self, chart: Chart, theme: str) -> str:
        height = round(self.y + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{height}"'
            f' viewBox="0 0 {self.width} {height}" role="img" xml:lang="{chart.language}"'
            ' font-family="Khma Sans, Noto Sans, Noto Sans Georgian, Noto Sans Armenian, sans-serif">'
            f"<title>{escape(chart.title)}</title><desc>{escape(_in_words(chart))}</desc>{styles(theme)}"
            f'<rect width="{self.width}" height="{height}" class="paper"/>{"".join(self.marks)}</svg>'
        )


def styles(theme: str) -> str:
    """The colours as classes; "auto" follows the reader's device."""
    if theme == "auto":
        return f"<style>{_rules(_LIGHT)}@media (prefers-color-scheme:dark){{{_rules(_DARK)}}}</style>"
    return f"<style>{_rules(_DARK if theme == 'dark' else _LIGHT)}</style>"


def _rules(colors: dict[str, str]) -> str:
    return "".join(f".{name}{{fill:{color}}}" for name, color in colors.items())


def _in_words(chart: Chart) -> str:
    return "; ".join(f"{row.name}: {row.shown}" for row in chart.rows)


def _bars(sheet: _Sheet, chart: Chart) -> None:
    room = sheet.inner - 10 - max((width_of(row.shown, TEXT, is_bold=True) for row in chart.rows), default=0)
    for row in chart.rows:
        sheet.words(row.name, TEXT, lang=row.language)
        length = max(room * row.value / chart.most, 2)
        sheet.rect(MARGIN, sheet.y + 4, length, BAR, row.tone)
        sheet.text(row.shown, TEXT, MARGIN + length + 8, sheet.y + 4 + BAR * 0.82, is_bold=True)
        sheet.gap(BAR + 12)


def _stack(sheet: _Sheet, chart: Chart) -> None:
    assert isinstance(chart, Stack)  # noqa: S101 - narrows the type for the checker
    for row, begins, length in chart.parts:
        gap = min(2.0, sheet.inner * length / 200)  # colours come round again, so parts are kept apart
        sheet.rect(MARGIN + sheet.inner * begins / 100, sheet.y, sheet.inner * length / 100 - gap, 2 * BAR, row.tone)
    sheet.gap(2 * BAR + 4)
    for row in chart.rows:
        _swatch(sheet, row)


def _timeline(sheet: _Sheet, chart: Chart) -> None:
    top = sheet.y + 12
    sheet.marks.append("")
    line = len(sheet.marks) - 1
    for row in chart.rows:
        sheet.marks.append(f'<circle cx="{MARGIN + 7}" cy="{sheet.y + 12:.1f}" r="7" class="{row.tone}"/>')
        sheet.words(row.shown, SMALL + 1, left=28, color="soft-ink")
        sheet.words(row.name, TEXT, left=28, lang=row.language)
        bottom = sheet.y
        sheet.gap(8)
    if chart.rows:
        sheet.marks[line] = f'<rect x="{MARGIN + 6}" y="{top:.1f}" width="2" height="{bottom - top:.1f}" class="line"/>'


def _map(sheet: _Sheet, chart: Chart) -> None:
    assert isinstance(chart, PlaceMap)  # noqa: S101 - narrows the type for the checker
    left, top, width, height = chart.window
    scale = sheet.inner / width
    sheet.marks.append(
        f'<g transform="translate({MARGIN - left * scale:.2f} {sheet.y - top * scale:.2f}) scale({scale:.4f})">'
        f'<path d="{escape(chart.outline)}" class="land"/>'
    )
    for row, radius in chart.circles:
        x, y = row.point or (0, 0)
        sheet.marks.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" class="{row.tone}" opacity="0.8"/>')
    sheet.marks.append("</g>")
    sheet.gap(height * scale + 8)
    for row in chart.rows:
        _swatch(sheet, row)


def _swatch(sheet: _Sheet, row: Row) -> None:
    sheet.rect(MARGIN, sheet.y + 6, 12, 12, row.tone)
    sheet.words(f"{row.name}: {row.shown}", TEXT, left=20, lang=row.language)


_BODIES: dict[type[Chart], Callable[[_Sheet, Chart], None]] = {
    Bars: _bars,
    Stack: _stack,
    Timeline: _timeline,
    PlaceMap: _map,
}
