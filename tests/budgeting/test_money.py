"""Money: shown in the reader's language, typed in whole lari."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from budgeting.money import LARGEST_LARI, LariField, read_lari, show_money

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ka", f"1{SPACE}234{SPACE}567{SPACE}₾"),
        ("hy", f"1{SPACE}234{SPACE}567{SPACE}₾"),
        ("az", f"1.234.567{SPACE}₾"),
        ("en", f"1,234,567{SPACE}₾"),
    ],
)
def test_show_money_groups_as_the_language_does(language: str, shown: str) -> None:
    with translation.override(language):
        assert show_money(123_456_700) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ka", f"12,50{SPACE}₾"), ("hy", f"12,50{SPACE}₾"), ("az", f"12,50{SPACE}₾"), ("en", f"12.50{SPACE}₾")],
)
def test_show_money_has_tetri_only_where_there_are_some(language: str, shown: str) -> None:
    with translation.override(language):
        assert (show_money(1250), show_money(1200)) == (shown, f"12{SPACE}₾")


@pytest.mark.parametrize(
    ("currency", "shown"),
    [
        ("GEL", f"5{SPACE}₾"),
        ("EUR", f"5{SPACE}€"),
        ("PLN", f"5{SPACE}PLN"),
        ("XQZ", f"5{SPACE}XQZ"),
        ("", "5"),
    ],
)
def test_show_money_stands_before_its_currency(currency: str, shown: str) -> None:
    assert show_money(500, currency) == shown


def test_show_money_of_nothing_and_of_zero() -> None:
    assert (show_money(None), show_money(0), show_money(-150)) == ("", f"0{SPACE}₾", f"-1.50{SPACE}₾")


@pytest.mark.parametrize(
    ("typed", "lari"),
    [
        ("25000", 25_000),
        ("25 000", 25_000),
        ("25.000", 25_000),
        ("25,000", 25_000),
        ("25’000", 25_000),
        (f"25{SPACE}000", 25_000),
        ("25\N{NARROW NO-BREAK SPACE}000", 25_000),
        ("  25000 ₾ ", 25_000),
        ("1 234 567", 1_234_567),
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("000000000000000025", 25),
        ("1000000000", LARGEST_LARI),
    ],
)
def test_read_lari_takes_one_amount_in_its_usual_spellings(typed: str, lari: int) -> None:
    assert read_lari(typed) == lari * 100


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "₾",
        "12,50",
        "12.5",
        "-5",
        "+5",
        "1e9",
        "0x10",
        "1000000001",
        "9" * 30,
        "9" * 10_000,
        "25 00",
        "2 5000",
        "25,,000",
        ",000",
        "25_000",
        "twenty",
        "½",
        "NaN",
        "inf",
    ],
)
def test_read_lari_refuses_what_is_not_one_whole_amount(typed: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)"):
        read_lari(typed)


def test_lari_field_cleans_to_tetri() -> None:
    assert LariField().clean(" 25 000 ") == 2_500_000


def test_lari_field_is_none_when_it_may_be_empty() -> None:
    field = LariField(required=False)

    assert [field.clean(value) for value in ("", "  ", None)] == [None, None, None]


@pytest.mark.parametrize("typed", ["12,50", "1e9", "-5", "lots"])
def test_lari_field_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        LariField().clean(typed)

    assert refusal.value.messages == ["Write the amount in whole lari, for example 25 000."]


def test_lari_field_refuses_a_line_of_digits_and_an_empty_answer() -> None:
    for typed in ("9" * 21, ""):
        with pytest.raises(ValidationError):
            LariField().clean(typed)


def test_lari_field_shows_stored_tetri_as_lari() -> None:
    field = LariField()

    assert [field.prepare_value(value) for value in (2_500_000, "25 x", None)] == ["25000", "25 x", None]
