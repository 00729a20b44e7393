"""The question for a code that was handed over: a card's, or the desk's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from budgeting.voting.codes import read_code


class CodeField(forms.CharField):
    """Asks for a code of `length` signs; its clean value is the code as it was drawn.

    `mistake` is said of what cannot be any code, before anything is looked up.
    """

    def __init__(self, *, length: int, mistake: object, **kwargs: Any) -> None:
        look = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=look), **kwargs)
        self.length, self.mistake = length, mistake

    def clean(self, value: str) -> str:
        code = read_code(super().clean(value), self.length)
        if code is None:
            raise ValidationError(str(self.mistake))
        return code
