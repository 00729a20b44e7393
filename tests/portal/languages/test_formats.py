"""Dates and numbers as people type them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.timezone import make_aware
from django.utils.translation import override

from tests.factories import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["2025-09-05", "05.09.2025", "5.9.2025", "05/09/2025"])
def test_a_date_is_read_day_first(language: str, typed: str) -> None:
    with override(language):
        assert forms.DateField().clean(typed) == date(2025, 9, 5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["31.02.2025", "13/13/2025", "soon"])
def test_a_date_that_is_none_is_refused(language: str, typed: str) -> None:
    with override(language), pytest.raises(ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["2025-09-05T18:30", "2025-09-05 18:30", "05.09.2025 18:30"])
def test_a_moment_is_read_in_tbilisi(language: str, typed: str) -> None:
    with override(language):
        assert forms.DateTimeField().clean(typed) == make_aware(datetime(2025, 9, 5, 18, 30))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_starts_on_monday(language: str) -> None:
    with override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "comma", "thousand"), [("ka", ",", "\xa0"), ("hy", ",", "\xa0"), ("az", ",", "."), ("en", ".", ",")]
)
def test_separators(language: str, comma: str, thousand: str) -> None:
    with override(language):
        assert formats.number_format(Decimal("1234567.5"), force_grouping=True) == (
            f"1{thousand}234{thousand}567{comma}5"
        )
        assert forms.DecimalField(localize=True).clean(f"2{comma}5") == Decimal("2.5")
