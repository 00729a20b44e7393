"""Which numbers of a table are shown, so that no number below ten can be worked out. No Django, no database."""

from collections.abc import Hashable, Mapping
from itertools import chain
from typing import TypeVar

SMALLEST_CELL = 10

Key = TypeVar("Key", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def shown(count: int) -> int | None:
    """The number where it may stand by itself; None for "fewer than 10"."""
    return count if count >= SMALLEST_CELL else None


def with_hidden(cells: Mapping[Key, int], *, first: Key | None = None) -> dict[Key, int | None]:
    """The cells of a table whose total is known, with None for those that are not shown.

    Every cell below ten is hidden. What is hidden together is known by subtraction, so the smallest cells still
    shown (all of the same size at once) are hidden as well until the hidden ones hold ten people and differ among
    themselves. Whoever knows this rule can then exchange two hidden numbers that differ, and everything shown
    stays as it is: no hidden number can be worked out, unless nothing at all is shown and all are the same.
    A table of fewer than ten people shows nothing; its total must not be shown either. Where one cell tells least,
    such as "no answer", name it as `first`: it is hidden before any other of ten or more.
    """
    hidden = {key for key, count in cells.items() if count < SMALLEST_CELL}
    if hidden and first is not None and first in cells and not _is_safe([cells[key] for key in hidden]):
        hidden |= {first}
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


def with_hidden_both_ways(
    cells: Mapping[tuple[Key, Group], int], *, first: Group | None = None
) -> dict[tuple[Key, Group], int | None]:
    """The cells of a table in which the sums of all rows and of all columns are known, with None for those not shown.

    A line (row or column) holds to the rule of `with_hidden`. Beyond it no hidden cell is a bridge: two sums that
    meet in one hidden cell alone would tell it, though each line hides several. Lines of nobody are shown as they are.
    In a row the cell of the column `first` is hidden before any other of ten or more.
    """
    lines = _lines_of(cells)
    empty = {cell for line in lines for cell in line if not any(cells[one] for one in line)}
    hidden = {cell for cell, count in cells.items() if count < SMALLEST_CELL and cell not in empty}
    while more := _to_hide_as_well(cells, hidden, lines, empty, first):
        hidden |= more
    return {cell: None if cell in hidden else count for cell, count in cells.items()}


def _lines_of(cells: Mapping[tuple[Key, Group], int]) -> list[list[tuple[Key, Group]]]:
    rows: dict[Key, list[tuple[Key, Group]]] = {}
    columns: dict[Group, list[tuple[Key, Group]]] = {}
    for cell in cells:
        rows.setdefault(cell[0], []).append(cell)
        columns.setdefault(cell[1], []).append(cell)
    return [*rows.values(), *columns.values()]


def _to_hide_as_well(
    cells: Mapping[tuple[Key, Group], int],
    hidden: set[tuple[Key, Group]],
    lines: list[list[tuple[Key, Group]]],
    empty: set[tuple[Key, Group]],
    first: Group | None,
) -> set[tuple[Key, Group]]:
    """What is hidden next: the smallest shown cells of a line that tells too much; nothing where none does.

    Bridges are looked for last, because most of them are gone once every line is safe.
    """
    parted = [([one for one in line if one in hidden], line) for line in lines]
    unsafe = [line for secret, line in parted if secret and not _is_safe([cells[one] for one in secret])]
    bridged = (line for secret, line in parted if any(_is_bridge(one, hidden) for one in secret))
    for line in chain(unsafe, bridged):
        there = [one for one in line if one not in hidden and one not in empty]
        if there:
            is_row = len({one[0] for one in line}) == 1
            preferred = {one for one in there if is_row and one[1] == first}
            return preferred or {one for one in there if cells[one] == min(cells[other] for other in there)}
    return set()


def _is_bridge(cell: tuple[Key, Group], hidden: set[tuple[Key, Group]]) -> bool:
    """Whether no chain of the other hidden cells leads from the cell's row to its column: then it can be worked out."""
    rest = hidden - {cell}
    rows, columns = {cell[0]}, set[Group]()
    while True:
        reached = {one for one in rest if one[0] in rows or one[1] in columns}
        if not reached:
            return cell[1] not in columns
        rest -= reached
        rows |= {one[0] for one in reached}
        columns |= {one[1] for one in reached}


def _is_safe(counts: list[int]) -> bool:
    return sum(counts) >= SMALLEST_CELL and len(set(counts)) > 1
