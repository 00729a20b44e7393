"""What a chart says: its rows are the bars and, word for word, the table beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

TONES = ("plain", "good", "strong", "warm", "soft")


def headed(kind: str, name: object) -> str:
    """The title of a chart: what it shows, and of what."""
    return f"{kind}: {name}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `value` decides lengths and is never shown, `shown` is what is read; `language` is the name's own.

    `tone` names the colour, which never says anything that words do not. `on` is the day in a timeline; `point` the
    place on a map, in map units; `path` where the name leads on a page.
    """

    name: str
    language: str
    shown: str
    value: int = 0
    tone: str = "plain"
    on: date | None = None
    point: tuple[float, float] | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`heads` are the two headings of its table, `legend` {tone: words} where colours differ.

    `source` says whose numbers they are, `as_of` when they were so. A bar is measured by the longest, or by `whole`
    where that is given, as percents are by 100.
    """

    kind: ClassVar[str]
    title: str
    language: str
    heads: tuple[str, str]
    rows: tuple[Row, ...]
    source: str
    as_of: datetime
    legend: dict[str, str] = field(default_factory=dict)
    whole: int = 0

    @property
    def template(self) -> str:
        """How a page shows it."""
        return f"components/charts/{self.kind}.html"

    @property
    def most(self) -> int:
        return self.whole or max((row.value for row in self.rows), default=0) or 1

    @property
    def measured(self) -> list[tuple[Row, int]]:
        """The rows with their lengths in percent of the longest."""
        return [(row, round(100 * row.value / self.most)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Bars(Chart):
    """A bar a row."""

    kind = "bars"


@dataclass(frozen=True, slots=True)
class Stack(Chart):
    """One bar that the rows share, such as an envelope and what became of it."""

    kind = "stack"

    @property
    def parts(self) -> list[tuple[Row, float, float]]:
        """The rows with where each begins and how long it is, in percent of the whole."""
        whole = sum(row.value for row in self.rows) or 1
        begins, parts = 0, []
        for row in self.rows:
            parts.append((row, round(100 * begins / whole, 2), round(100 * row.value / whole, 2)))
            begins += row.value
        return parts


@dataclass(frozen=True, slots=True)
class Timeline(Chart):
    """Rows in the order of their days; `shown` is the day as the reader writes it."""

    kind = "timeline"


@dataclass(frozen=True, slots=True)
class PlaceMap(Chart):
    """Circles on an outline, their areas in proportion to the values. `outline` is the `d` of a path and `window`
    its view box (left, top, width, height), both in map units. Rows without a point are in the table only."""

    kind = "map"
    outline: str = ""
    window: tuple[float, float, float, float] = (0, 0, 1, 1)

    @property
    def circles(self) -> list[tuple[Row, float]]:
        """The rows with a point, the largest first, with their radius in map units."""
        largest = self.window[2] / 14
        placed = [(row, round(largest * (row.value / self.most) ** 0.5, 2)) for row in self.rows if row.point]
        return sorted((one for one in placed if one[1]), key=lambda one: -one[1])
