"""No number below ten can be worked out from everything that is shown, also by whoever knows how it is hidden."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.voting.hiding import SMALLEST_CELL, shown, with_hidden, with_hidden_both_ways, with_hidden_in

COUNTS = st.integers(0, 60)
TABLES = st.dictionaries(st.integers(0, 50), COUNTS, min_size=1, max_size=12)


def test_number_by_itself_is_shown_from_ten_on() -> None:
    assert [shown(count) for count in (0, 9, 10, 11)] == [None, None, 10, 11]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([10, 20, 30], [10, 20, 30]),
        ([5, 20, 30], [None, None, 30]),  # else 5 = 55 - 20 - 30
        ([1, 2, 20, 30], [None, None, None, 30]),  # else three people are known
        ([3, 8, 20], [None, None, 20]),
        ([9, 9, 20], [None, None, None]),  # else both are known to be 9
        ([0, 0, 40], [None, None, None]),  # else both are known to be 0
        ([9, 19, 19], [None, None, None]),  # else the one that is shown tells which of the hidden is 19
        ([12], [12]),
        ([5, 6], [None, None]),
        ([], []),
    ],
)
def test_what_would_be_worked_out_is_hidden_too(cells: list[int], expected: list[int | None]) -> None:
    assert list(with_hidden(dict(enumerate(cells))).values()) == expected


@given(TABLES)
def test_shown_is_right_and_never_small(cells: dict[int, int]) -> None:
    table = with_hidden(cells)
    assert list(table) == list(cells)
    assert all(count is None or count == cells[key] >= SMALLEST_CELL for key, count in table.items())


@given(TABLES)
def test_hidden_ones_are_never_alone_and_never_few(cells: dict[int, int]) -> None:
    hidden = [cells[key] for key, count in with_hidden(cells).items() if count is None]
    if sum(cells.values()) >= SMALLEST_CELL and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST_CELL


@given(TABLES)
def test_two_hidden_numbers_that_differ_can_change_places_unseen(cells: dict[int, int]) -> None:
    """Why nothing can be worked out from a table of any size: what is shown would be the same."""
    table = with_hidden(cells)
    hidden = [key for key, count in table.items() if count is None]
    for one, other in pairwise(hidden):
        assert with_hidden({**cells, one: cells[other], other: cells[one]}) == table


def ambiguous(tables, show, sums) -> list[object]:
    """Everything shown from which a hidden number has one value only. `sums` are what of a table may be hidden."""
    seen = defaultdict(list)
    for table in tables:
        seen[show(table)].append([value(table) for value in sums])
    return [
        view
        for view, values in seen.items()
        if any(
            hidden and len(set(column)) == 1 for hidden, column in zip(view[1], zip(*values, strict=True), strict=True)
        )
    ]


@pytest.mark.parametrize(("cells", "most"), [(2, 60), (3, 45), (4, 26)])
def test_no_hidden_number_has_one_value_only(cells: int, most: int) -> None:
    """All tables of that many cells whose total, from ten up to `most`, is shown as well."""
    tables = [table for table in product(range(most + 1), repeat=cells) if SMALLEST_CELL <= sum(table) <= most]

    def show(table):
        told = tuple(with_hidden(dict(enumerate(table))).values())
        return (sum(table), told), tuple(count is None for count in told)

    assert ambiguous(tables, show, [lambda table, place=place: table[place] for place in range(cells)]) == []


def test_parts_tell_nothing_of_hidden_sums_nor_sums_of_hidden_parts() -> None:
    """Two methods online and one on paper, in all tables of 10 to 40 people: both tables and the total are shown."""
    tables = [table for table in product(range(41), repeat=3) if SMALLEST_CELL <= sum(table) <= 40]

    def show(table):
        sums, parts = with_hidden_in({"online": {"card": table[0], "list": table[1]}, "paper": {"booth": table[2]}})
        told = (*sums.values(), *parts["online"].values(), *parts["paper"].values())
        return (sum(table), told), tuple(count is None for count in told)

    numbers = [lambda t: t[0] + t[1], lambda t: t[2], lambda t: t[0], lambda t: t[1], lambda t: t[2]]
    assert ambiguous(tables, show, numbers) == []


def test_the_named_cell_is_hidden_before_others() -> None:
    cells = {"woman": 12, "man": 14, "other": 3, "none": 40}

    assert with_hidden(cells, first="none") == {"woman": 12, "man": 14, "other": None, "none": None}
    assert with_hidden(cells) == {"woman": None, "man": 14, "other": None, "none": 40}


def test_the_named_cell_stays_where_nothing_is_hidden() -> None:
    cells = {"woman": 12, "none": 40}

    assert with_hidden(cells, first="none") == cells


def test_no_hidden_number_has_one_value_only_where_one_is_hidden_first() -> None:
    """All tables of three cells whose total, from ten up to 30, is shown as well."""
    tables = [table for table in product(range(31), repeat=3) if SMALLEST_CELL <= sum(table) <= 30]

    def show(table):
        told = tuple(with_hidden(dict(enumerate(table)), first=2).values())
        return (sum(table), told), tuple(count is None for count in told)

    assert ambiguous(tables, show, [lambda table, place=place: table[place] for place in range(3)]) == []


def test_both_ways_a_lone_small_cell_takes_others_with_it_in_its_row_and_its_column() -> None:
    cells = {("a", "w"): 3, ("a", "m"): 20, ("b", "w"): 30, ("b", "m"): 40}

    assert set(with_hidden_both_ways(cells).values()) == {None}


def test_both_ways_a_line_of_nobody_hides_nothing() -> None:
    cells = {("a", "w"): 0, ("a", "m"): 0, ("b", "w"): 30, ("b", "m"): 40}

    assert with_hidden_both_ways(cells) == cells


@pytest.mark.parametrize("seed", range(60))
def test_both_ways_no_hidden_cell_follows_from_the_sums(seed: int) -> None:
    """For every hidden cell there is another table with the same sums and the same shown cells in which it differs:
    along a ring of hidden cells one can be added and taken away in turn."""
    chance = Random(seed)
    rows, columns = range(chance.randint(2, 6)), range(chance.randint(2, 4))
    cells = {(row, column): chance.choice([0, 1, 3, 8, 12, 25, 60]) for row in rows for column in columns}

    safe = with_hidden_both_ways(cells)
    live = {cell for cell in cells if any(cells[cell[0], c] for c in columns) and any(cells[r, cell[1]] for r in rows)}
    hidden = {cell for cell, count in safe.items() if count is None}

    everything = len(hidden) == len(live)
    assert {cell for cell in live if cells[cell] < 10} <= hidden
    assert all(everything or _is_free(cell, hidden) for cell in hidden)


def _is_free(cell: tuple[int, int], hidden: set[tuple[int, int]]) -> bool:
    """Whether the sums leave the cell open: the system of its equations has a solution that changes it. Exact."""
    unknown = sorted(hidden)
    lines = [{one for one in unknown if one[0] == cell_row} for cell_row in {one[0] for one in unknown}]
    lines += [{one for one in unknown if one[1] == cell_column} for cell_column in {one[1] for one in unknown}]
    matrix = [[Fraction(one in line) for one in unknown] for line in lines]
    alone = [Fraction(one == cell) for one in unknown]
    return _rank([*matrix, alone]) > _rank(matrix)


def _rank(matrix: list[list[Fraction]]) -> int:
    rows, rank = [row[:] for row in matrix], 0
    for column in range(len(rows[0])):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        for index, row in enumerate(rows):
            if index != rank and row[column]:
                factor = row[column] / pivot[column]
                rows[index] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        rank += 1
    return rank
