"""An id and a readable slug in an address, of which only the id is read."""

import re

import pytest

from budgeting.addresses import NumberedSlug


@pytest.mark.parametrize(
    ("typed", "pk"),
    [
        ("12", 12),
        ("12-lamps", 12),
        ("12-another-slug-2026", 12),
        ("12-", 12),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
    ],
)
def test_numbered_slug_reads_the_number_alone(typed: str, pk: int) -> None:
    assert re.fullmatch(NumberedSlug.regex, typed)
    assert NumberedSlug().to_python(typed) == pk


@pytest.mark.parametrize("typed", ["", "lamps", "-12", "12lamps", "12/lamps", "12-Lamps", "9" * 19, "١٢", "1.5", "1e3"])
def test_numbered_slug_takes_nothing_else(typed: str) -> None:
    assert not re.fullmatch(NumberedSlug.regex, typed)


def test_numbered_slug_writes_what_it_is_given() -> None:
    assert [NumberedSlug().to_url(value) for value in (12, "12-lamps")] == ["12", "12-lamps"]
