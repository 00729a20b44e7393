"""Slugs: the readable half of an address, transliterated from any of our scripts.

Source: the Georgian national system of romanisation (2002) without apostrophes; for Armenian a plain
phonetic table. Django's slugify returns an empty string for both scripts.
"""

import re

from django.utils.text import slugify

_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f".split(),
        strict=True,
    )
)
_AZERBAIJANI = {
    "ə": "e",
    "ı": "i",
    "ğ": "g",
    "ş": "s",
    "ö": "o",
    "ü": "u",
    "ç": "c",
    "Ə": "e",
    "İ": "i",
    "I": "i",
}
_LETTERS = str.maketrans(_GEORGIAN | _ARMENIAN | _AZERBAIJANI)
LONGEST = 60
# The same table for the editor's script, which makes an address while the title is typed: (what, by what).
FORMATTERS = [
    ("[Ոո][Ււ]", "u"),
    ("և", "ev"),
    *(
        (f"[{letter}{letter.upper()}]" if letter in _ARMENIAN else letter, latin)
        for letter, latin in (_GEORGIAN | _ARMENIAN | _AZERBAIJANI).items()
    ),
]


def slug(text: str) -> str:
    """The text in Latin letters, digits and dashes, at most 60 of them, cut at a word; may be empty."""
    latin = re.sub("[Ոո][Ււ]", "u", text).replace("և", "ev").translate(_LETTERS)
    latin = latin.lower().translate(_LETTERS)
    whole = slugify(latin)
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST + 1].rpartition("-")[0] or whole[:LONGEST]
