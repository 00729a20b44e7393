"""Which numbers of a table are shown, so that no number below ten can be worked out. No Django, no database."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALLEST_CELL = 10

Key = TypeVar("Key", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def shown(count: int) -> int | None:
    """The number where it may stand by itself; None for "fewer than 10"."""
    return count if count >= SMALLEST_CELL else None


def with_hidden(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """The cells of a table whose total is known, with None for those that are not shown.

    Every cell below ten is hidden. What is hidden together is known by subtraction, so the smallest cells still
    shown (all of the same size at once) are hidden as well until the hidden ones hold ten people and differ among
    themselves. Whoever knows this rule can then exchange two hidden numbers that differ, and everything shown
    stays as it is: no hidden number can be worked out, unless nothing at all is shown and all are the same.
    A table of fewer than ten people shows nothing; its total must not be shown either.
    """
    hidden = {key for key, count in cells.items() if count < SMALLEST_CELL}
    while hidden and len(hidden) < len(cells) and not _is_safe([cells[key] for key in hidden]):
        smallest = min(count for key, count in cells.items() if key not in hidden)
        hidden |= {key for key, count in cells.items() if count == smallest}
    return {key: None if key in hidden else count for key, count in cells.items()}


def with_hidden_in(
    groups: Mapping[Group, Mapping[Key, int]],
) -> tuple[dict[Group, int | None], dict[Group, dict[Key, int | None]]]:
    """The sums of the groups and the cells within each, hidden so that neither tells of the other.

    Where every group's sum is shown, each group is a table of its own; else no cell within a group is shown.
    """
    sums = with_hidden({group: sum(cells.values()) for group, cells in groups.items()})
    if None in sums.values():
        return sums, {group: dict.fromkeys(cells) for group, cells in groups.items()}
    return sums, {group: with_hidden(cells) for group, cells in groups.items()}


def _is_safe(counts: list[int]) -> bool:
    return sum(counts) >= SMALLEST_CELL and len(set(counts)) > 1
