"""The personal number: eleven digits, an identifier and not a secret. Never stored, logged or sent as it is.

Source: the Public Service Development Agency's personal number has 11 digits and no check digit.
"""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.voting.keys import keyed_hash

DIGITS = 11


def read_number(typed: str) -> str | None:
    """The eleven digits of a personal number, or None."""
    return read_digits(typed, DIGITS)


def read_digits(typed: str, count: int) -> str | None:
    """So many digits, from whatever was typed: spaces, dashes, other scripts' digits, signs that cannot be seen."""
    kept = [sign for sign in unicodedata.normalize("NFKC", typed) if _is_kept(sign)]
    if len(kept) != count or not all(sign.isdecimal() for sign in kept):
        return None
    return "".join(str(unicodedata.decimal(sign)) for sign in kept)


def _is_kept(sign: str) -> bool:
    """Everything but spaces, dashes and what cannot be seen."""
    return unicodedata.category(sign)[0] not in "ZC" and unicodedata.category(sign) != "Pd"


def key_of_number(cycle: Cycle, number: str) -> str:
    """The voter key of the person with this number: the same by whichever method the number was proved."""
    return keyed_hash(cycle, "roll", f"number:{number}")


class NumberField(forms.CharField):
    """Asks for a personal number; its clean value is eleven ASCII digits."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label=gettext_lazy("Personal number"),
            help_text=gettext_lazy("11 digits, as on your identity card. It is not stored."),
            max_length=40,
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
            error_messages={"required": gettext_lazy("Write your personal number.")},
            **kwargs,
        )

    def clean(self, value: str) -> str:
        number = read_number(super().clean(value))
        if number is None:
            raise ValidationError(_("A personal number has 11 digits and nothing else."))
        return number
