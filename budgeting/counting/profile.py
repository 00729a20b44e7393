"""The votes of an election, grouped for counting: equal ballots once, with how many they are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Support:
    """Who chose one project, as floats for fast sums; all of them are whole numbers below 2^53.

    `points` is None where everybody gave one, `weights` are sizes x points.
    """

    rows: Rows
    sizes: Floats
    points: Floats | None
    weights: Floats
    voters: float
    weight: float
    most_points: float


@dataclass(frozen=True)
class Profile:
    """Projects by position; `supporters[c]` are the rows of the groups that chose c, `points[c]` what they gave.

    An approval gives 1 point. Costs are positive whole numbers in any one unit. `sizes` counts the ballots of
    each group, groups that chose nothing here included: they are voters too.
    """

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    sizes: Whole
    supporters: tuple[Rows, ...]
    points: tuple[Whole, ...]

    @cached_property
    def voters(self) -> int:
        return int(self.sizes.sum())

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """The votes or points of each project."""
        return tuple(
            int(np.dot(self.sizes[rows], points)) for rows, points in zip(self.supporters, self.points, strict=True)
        )

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        return tuple(self._support(rows, points) for rows, points in zip(self.supporters, self.points, strict=True))

    def _support(self, rows: Rows, points: Whole) -> Support:
        sizes, given = self.sizes[rows].astype(float), points.astype(float)
        weights, most = sizes * given, float(given.max(initial=0))
        is_plain = bool((points == 1).all())
        return Support(rows, sizes, None if is_plain else given, weights, sizes.sum(), weights.sum(), most)

    @cached_property
    def by_row(self) -> Whole:
        """The points of every project (first axis) from every group (second), 0 where it gave none."""
        spread = np.zeros((len(self.ids), len(self.sizes)), dtype=np.int64)
        for project, (rows, points) in enumerate(zip(self.supporters, self.points, strict=True)):
            spread[project, rows] = points
        return spread


def group_ballots(costs: Mapping[str, int], ballots: Iterable[tuple[Mapping[str, int], int]]) -> Profile:
    """The profile of ballots, each {project id: points} with how many there are; their order does not matter.

    Empty ballots do not count; a choice with 0 points is no support. KeyError for an unknown project.
    """
    position = {project: place for place, project in enumerate(costs)}
    groups: Counter[frozenset[tuple[int, int]]] = Counter()
    for ballot, times in ballots:
        groups[frozenset((position[project], given) for project, given in ballot.items())] += times
    groups.pop(frozenset(), None)
    rows: list[list[int]] = [[] for _project in costs]
    points: list[list[int]] = [[] for _project in costs]
    for row, group in enumerate(groups):
        for project, given in group:
            if given:
                rows[project].append(row)
                points[project].append(given)
    return Profile(
        tuple(costs),
        tuple(costs.values()),
        np.array(list(groups.values()), dtype=np.int64),
        tuple(np.array(found, dtype=np.intp) for found in rows),
        tuple(np.array(given, dtype=np.int64) for given in points),
    )
