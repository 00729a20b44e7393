"""The votes of an election, grouped for counting: equal ballots once, with how many they are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Profile:
    """Projects by position; `supporters[c]` are the rows of the groups that chose c, `points[c]` what they gave.

    An approval gives 1 point. Costs are positive whole numbers in any one unit.
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


def group_ballots(costs: Mapping[str, int], ballots: Iterable[Mapping[str, int]]) -> Profile:
    """The profile of ballots, each {project id: points}; their order does not matter, empty ones do not count.

    KeyError for an unknown project.
    """
    position = {project: place for place, project in enumerate(costs)}
    groups = Counter(frozenset((position[project], given) for project, given in ballot.items()) for ballot in ballots)
    groups.pop(frozenset(), None)
    rows: list[list[int]] = [[] for _project in costs]
    points: list[list[int]] = [[] for _project in costs]
    for row, group in enumerate(groups):
        for project, given in group:
            rows[project].append(row)
            points[project].append(given)
    return Profile(
        tuple(costs),
        tuple(costs.values()),
        np.array(list(groups.values()), dtype=np.int64),
        tuple(np.array(found, dtype=np.intp) for found in rows),
        tuple(np.array(given, dtype=np.int64) for given in points),
    )
