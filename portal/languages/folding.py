"""Folding: one plain spelling of a text for search, the same on every database.

SQLite folds only ASCII, PostgreSQL folds İ and ı wrongly for Azerbaijani, and neither knows that a
person on an old phone types "budce" for "büdcə". So both sides of a search are folded here.
"""

import re
import unicodedata

# Before lower-casing: İ would become two code points. Cyrillic ә is a common slip for Latin ə.
_LETTERS = str.maketrans(
    {
        "İ": "i",
        "I": "i",
        "ı": "i",
        "Ə": "e",
        "ə": "e",
        "Ә": "e",
        "ә": "e",
        "և": "եվ",
        "՞": "",
        "՛": "",
        "՜": "",
    }
)
_MTAVRULI = {code: code - 0x1C90 + 0x10D0 for code in range(0x1C90, 0x1CC0)}
# Accents, and what has no width: a soft hyphen or a joiner in a word copied from somewhere.
_UNSEEN = {"Mn", "Mc", "Me", "Cf"}
_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text in lower case, without accents, in one spelling; words parted by single spaces."""
    text = unicodedata.normalize("NFC", text).translate(_LETTERS).translate(_MTAVRULI)
    marked = unicodedata.normalize("NFKD", text)  # before lower-casing: "№" becomes "No"
    plain = "".join(letter for letter in marked if unicodedata.category(letter) not in _UNSEEN).lower()
    plain = plain.replace("եւ", "եվ")  # "և" typed without the ligature
    return " ".join(_NOT_A_WORD.sub(" ", plain).split())
