"""Money: stored as whole tetri (1 lari = 100 tetri), typed and shown in whole lari."""

import re
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.languages.typed import TypedField

TETRI_PER_LARI = 100
LARGEST_LARI = 1_000_000_000
_GROUPED = re.compile(r"\d{1,3}([ .,’'\u00a0\u202f]\d{3})*|\d+")


def show_money(tetri: int | None, currency: str = "GEL") -> str:
    """ "25 000 ₾" in the reader's language; the sign stands after the number in all of them."""
    if tetri is None:
        return ""
    lari, rest = divmod(tetri, TETRI_PER_LARI)
    amount = format_decimal(
        Decimal(tetri) / TETRI_PER_LARI if rest else lari, "#,##0.00" if rest else "#,##0", get_language()
    )
    sign = "₾" if currency == "GEL" else get_currency_symbol(currency, "en") if currency else ""
    return f"{amount}\N{NO-BREAK SPACE}{sign}".strip()


def read_lari(text: str) -> int:
    """Tetri from a typed amount of whole lari: "25 000", "25000", "25.000" and "25,000" are one amount.

    ValueError if it is anything else, decimals included: "12,50" could mean two different sums.
    """
    typed = text.replace("₾", "").strip()
    if not _GROUPED.fullmatch(typed):
        raise ValueError(text)
    lari = int(re.sub(r"\D", "", typed))
    if lari > LARGEST_LARI:
        raise ValueError(text)
    return lari * TETRI_PER_LARI


class LariField(TypedField):
    """A form field typed in lari that cleans to tetri, or None when empty."""

    default_error_messages = {"invalid": _("Write the amount in whole lari, for example 25 000.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value):
        return str(value // TETRI_PER_LARI) if isinstance(value, int) else value

    def clean(self, value: str) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_lari(typed)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
