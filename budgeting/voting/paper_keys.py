"""A cycle's key on paper: eight rows of eight signs, each with a check sign, and a ninth that checks them all.

For the two sealed copies (docs/keys.md). Letters and check signs as in `codes`.
"""

from collections.abc import Sequence
from hashlib import sha256

from budgeting.cycles.models import Cycle
from budgeting.voting.codes import ALPHABET, code_of_digest, read_code, show_code
from budgeting.voting.keys import KEY_BYTES

ROW_BYTES = 4
ROW_SIGNS = 8  # seven of 5 bits hold the 32 of a row
BITS_PER_SIGN = 5


def rows_of_key(cycle: Cycle, key: bytes) -> list[str]:
    """The nine rows to print: "7K2M-9QXA"."""
    rows = [key[start : start + ROW_BYTES].hex() for start in range(0, KEY_BYTES, ROW_BYTES)]
    return [show_code(code_of_digest(row, ROW_SIGNS)) for row in [*rows, _fingerprint(cycle, key)]]


def key_of_rows(cycle: Cycle, rows: Sequence[str]) -> bytes:
    """The key that was printed. ValueError with a sentence that names the row in which there is a mistake."""
    expected = KEY_BYTES // ROW_BYTES + 1
    if len(rows) != expected:
        raise ValueError(f"A key has {expected} rows, not {len(rows)}.")
    codes = [read_code(row, ROW_SIGNS) for row in rows]
    for number, code in enumerate(codes, start=1):
        if code is None:
            raise ValueError(f"There is a mistake in row {number}. Compare it with the paper, sign by sign.")
    key = b"".join(_bytes_of(code or "") for code in codes[:-1])
    if codes[-1] != code_of_digest(_fingerprint(cycle, key), ROW_SIGNS):
        raise ValueError("The last row does not fit the others: a row is out of place, or this is another cycle's key.")
    return key


def _bytes_of(code: str) -> bytes:
    number: int = sum(ALPHABET.index(sign) << BITS_PER_SIGN * place for place, sign in enumerate(code[:-1]))
    return (number & 0xFFFFFFFF).to_bytes(ROW_BYTES, "big")


def _fingerprint(cycle: Cycle, key: bytes) -> str:
    return sha256(f"{cycle.key_name}".encode() + key).hexdigest()
