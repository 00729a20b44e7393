"""What a person typed, without what nobody can see."""

import re
import unicodedata

_KEPT = "\n\t"
# Control, format (zero-width, direction overrides, soft hyphens, tags), half surrogates, private use.
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}


def plain_text(text: str) -> str:
    """The text in one spelling (NFC), without unseen characters, with at most one empty line between paragraphs.

    Nothing that is left can reorder, hide or imitate the text around it.
    """
    one_kind_of_line = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(
        letter for letter in one_kind_of_line if letter in _KEPT or unicodedata.category(letter) not in _UNSEEN
    )
    return re.sub(r"\n\s*\n\s*", "\n\n", unicodedata.normalize("NFC", seen)).strip()
