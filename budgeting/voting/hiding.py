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


def with_hidden_both_ways(cells: Mapping[tuple[Key, Group], int]) -> dict[tuple[Key, Group], int | None]:
    """The cells of a table in which the sums of all rows and of all columns are known, with None for those not shown.

    A line (row or column) holds to the rule of `with_hidden`. Beyond it no hidden cell is a bridge: two sums that
    meet in one hidden cell alone would tell it, though each line hides several. Lines of nobody are shown as they are.
    """
    lines = _lines_of(cells)
    empty = {cell for line in lines for cell in line if not any(cells[one] for one in line)}
    hidden = {cell for cell, count in cells.items() if count < SMALLEST_CELL and cell not in empty}
    while more := _to_hide_as_well(cells, hidden, lines, empty):
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
) -> set[tuple[Key, Group]]:
    """The smallest shown cells of the first line that tells too much; an empty set where none does."""
    for line in lines:
        secret, open_ones = [cells[one] for one in line if one in hidden], [one for one in line if one not in hidden]
        tells = bool(secret) and (not _is_safe(secret) or any(_is_bridge(one, hidden) for one in line if one in hidden))
        if tells and (smallest := {cells[one] for one in open_ones if one not in empty}):
            return {one for one in open_ones if one not in empty and cells[one] == min(smallest)}
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
