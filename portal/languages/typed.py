"""What people type, before anything else looks at it: one spelling, and nothing that cannot be seen."""

import re
import unicodedata
from typing import Any

from django import forms

# Letters that show nothing: a title of them alone would look empty.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")
# Controls, formats such as zero-width and bidi marks, lone surrogates, and what only one maker's font shows.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_KEPT = "\n\t"


def clean_text(text: str) -> str:
    """The text in NFC with "\\n" for every line end, without NULs, controls, zero-width and bidi characters.

    PostgreSQL refuses NUL; a reversed or an invisible letter makes one text look like another.
    """
    whole = _LINE_END.sub("\n", text)
    seen = "".join(letter for letter in whole if letter in _KEPT or not _is_hidden(letter))
    return unicodedata.normalize("NFC", seen)


def plain_text(text: str) -> str:
    """The clean text without blanks around it, and with at most one empty line between paragraphs."""
    return _EMPTY_LINES.sub("\n\n", clean_text(text)).strip()


def _is_hidden(letter: str) -> bool:
    return letter in _BLANKS or unicodedata.category(letter) in _HIDDEN


class TypedField(forms.CharField):
    """A text field whose text is cleaned before its length is looked at."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)
