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
_NOT_A_WORD = re.compile(r"[^\w]+")

# Case and plural endings that keep a typed word from meeting the written one; longest first.
_ENDINGS = (
    *("ებისთვის", "ისთვის", "ებზე", "ებში", "ების", "ები", "იდან", "დან", "თან"),
    *("ში", "ზე", "ის", "ით", "ად", "ი", "ა", "ე", "ო"),
    *("ների", "ներ", "երի", "եր", "ում", "ով", "ից", "ին", "ի", "ը", "ն"),
    *("larin", "lerin", "lari", "leri", "lar", "ler", "nin", "nun", "dan", "den"),
    *("in", "un", "da", "de", "i", "u", "a", "e"),
)
_SHORTEST_STEM = 3


def fold(text: str) -> str:
    """The text in lower case, without accents, in one spelling; words parted by single spaces."""
    text = unicodedata.normalize("NFC", text).translate(_LETTERS).translate(_MTAVRULI)
    marked = unicodedata.normalize("NFKD", text)  # before lower-casing: "№" becomes "No"
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter)).lower()
    plain = plain.replace("եւ", "եվ")  # "և" typed without the ligature
    return " ".join(_NOT_A_WORD.sub(" ", plain).split())


def search_stems(query: str) -> list[str]:
    """The query's words, folded and cut of one grammatical ending, to look for inside folded text."""
    return [_stem(word) for word in fold(query).split()]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
