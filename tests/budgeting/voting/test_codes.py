"""Codes: what is typed, and what the last sign catches."""

import random
from itertools import combinations

import pytest

from budgeting.voting.codes import ALPHABET, code_of_digest, draw_code, read_code, show_code

LENGTH = 12


def codes(count: int) -> list[str]:
    return [draw_code(LENGTH) for _number in range(count)]


def test_draw_code_has_its_length_and_its_alphabet_and_reads_back() -> None:
    for code in codes(500):
        assert (len(code), set(code) - set(ALPHABET)) == (LENGTH, set())
        assert read_code(code, LENGTH) == code


def test_draw_code_does_not_repeat_itself() -> None:
    assert len(set(codes(5000))) == 5000


def test_alphabet_has_no_look_alikes() -> None:
    assert (len(set(ALPHABET)), set(ALPHABET) & set("ILOU")) == (32, set())


def test_every_single_wrong_sign_is_caught() -> None:
    for code in codes(20):
        wrong = [
            code[:place] + sign + code[place + 1 :]
            for place in range(LENGTH)
            for sign in ALPHABET
            if sign != code[place]
        ]
        assert len(wrong) == LENGTH * 31
        assert [typed for typed in wrong if read_code(typed, LENGTH)] == []


def test_adjacent_swaps_are_caught_but_for_signs_sixteen_apart() -> None:
    """Of the 496 pairs of signs 16 pass when swapped inside the body: 97 in 100 slips are caught."""
    passed = set()
    for first, second in combinations(ALPHABET, 2):
        code = _with_check("0000" + first + second + "00000")
        swapped = code[:4] + second + first + code[6:]
        if read_code(swapped, LENGTH):
            passed.add((first, second))

    assert passed == {(ALPHABET[n], ALPHABET[n + 16]) for n in range(16)}


def test_nine_in_ten_random_adjacent_swaps_are_caught() -> None:
    chance, caught, tried = random.Random(7), 0, 0
    while tried < 2000:
        code, place = draw_code(LENGTH), chance.randrange(LENGTH - 1)
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            tried += 1
            caught += read_code(swapped, LENGTH) is None

    assert caught / tried > 0.9


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        show_code,
        lambda code: " ".join(code),
        lambda code: f"  {show_code(code).lower()}\n",
        lambda code: code.replace("1", "I").replace("0", "O"),
        lambda code: code.replace("1", "l").replace("0", "o"),
        lambda code: code.replace("V", "u"),
        lambda code: "–".join(code),
        lambda code: code.replace("", "."),
    ],
)
def test_read_code_forgives_spaces_dashes_case_and_look_alikes(spoil: object) -> None:
    for code in [*codes(50), _with_check("01V01V01V01")]:
        assert read_code(spoil(code), LENGTH) == code


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "0", "0" * 11, "0" * 13, "ქართული კოდი", "0" * 11 + "ß", "Ա" * 12, "٠" * 12]
)
def test_read_code_is_none_for_what_cannot_be_one(typed: str) -> None:
    assert read_code(typed, LENGTH) is None


def test_code_of_digest_is_stable() -> None:
    """A receipt once given must be found again: this table may not change."""
    digests = ["0" * 64, "f" * 64, "0123456789abcdef" * 4]

    assert [code_of_digest(digest, LENGTH) for digest in digests] == [
        "000000000000",
        "ZZZZZZZZZZZ7",
        "FFKQT4YC5T8Q",
    ]
    assert [read_code(code_of_digest(digest, LENGTH), LENGTH) is not None for digest in digests] == [True] * 3


def test_code_of_digest_differs_with_the_digest() -> None:
    chance = random.Random(1)
    digests = {f"{chance.getrandbits(256):064x}" for _number in range(2000)}

    assert len({code_of_digest(digest, LENGTH) for digest in digests}) == 2000


def test_show_code_parts_it_in_fours() -> None:
    assert [show_code(code) for code in ("7K2M9QXAT4PD", "ABCDE", "")] == ["7K2M-9QXA-T4PD", "ABCD-E", ""]


def _with_check(body: str) -> str:
    return next(body + sign for sign in ALPHABET if read_code(body + sign, len(body) + 1))
