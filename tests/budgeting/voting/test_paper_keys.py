"""A key on paper: typed back as it was, and a slip of the pen is found with its row."""

from uuid import UUID

import pytest

from budgeting.cycles.models import Cycle
from budgeting.voting.codes import ALPHABET
from budgeting.voting.keys import KEY_BYTES
from budgeting.voting.paper_keys import key_of_rows, rows_of_key

CYCLE = Cycle(pk=7, key_name=UUID(int=7))
KEY = bytes(range(KEY_BYTES))


@pytest.mark.parametrize("key", [KEY, bytes(KEY_BYTES), b"\xff" * KEY_BYTES], ids=["drawn", "zeros", "ones"])
def test_a_key_comes_back_from_its_nine_rows(key: bytes) -> None:
    rows = rows_of_key(CYCLE, key)

    assert (len(rows), {len(row) for row in rows}) == (9, {9})
    assert key_of_rows(CYCLE, rows) == key
    assert key_of_rows(CYCLE, [f" {row.lower().replace('-', ' ')} " for row in rows]) == key


def test_any_wrong_sign_is_found_with_its_row() -> None:
    rows = rows_of_key(CYCLE, KEY)
    for number, row in enumerate(rows, start=1):
        for place in (0, 3, 5, 8):
            wrong = ALPHABET[(ALPHABET.index(row[place]) + 1) % len(ALPHABET)]
            slipped = [*rows[: number - 1], row[:place] + wrong + row[place + 1 :], *rows[number:]]
            with pytest.raises(ValueError, match=f"There is a mistake in row {number}\\."):
                key_of_rows(CYCLE, slipped)


def test_rows_out_of_place_missing_or_of_another_cycle_are_found() -> None:
    rows = rows_of_key(CYCLE, KEY)

    with pytest.raises(ValueError, match="The last row does not fit the others"):
        key_of_rows(CYCLE, [rows[1], rows[0], *rows[2:]])
    with pytest.raises(ValueError, match="The last row does not fit the others"):
        key_of_rows(Cycle(pk=8, key_name=UUID(int=8)), rows)
    with pytest.raises(ValueError, match="A key has 9 rows, not 8"):
        key_of_rows(CYCLE, rows[:8])
    with pytest.raises(ValueError, match="A key has 9 rows, not 0"):
        key_of_rows(CYCLE, [])
