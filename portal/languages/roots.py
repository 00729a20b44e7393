"""Roots: what is left of a word when its script, its accents and its grammatical endings are taken away.

Both sides of a search are reduced to roots, so a word is found in another case form, a name in another script, and
an everyday thing under its name in another language, on any database.
"""

import re
from collections import defaultdict
from functools import lru_cache

from portal.languages.concepts import CONCEPTS, STOP_WORDS
from portal.languages.endings import stems_of
from portal.languages.folding import fold
from portal.languages.skeletons import skeleton

LONGEST_ROOT = 40
MARK = "#"  # in front of a concept, which no word can hold
_LAST_VOWEL = re.compile("(?<=...)[aeiouy]$")
_STOP_WORDS = set(fold(STOP_WORDS).split())


def roots_of(text: str) -> list[str]:
    """The roots of the text's words and the concepts they name ("#road"), each once, in the order of the text."""
    return list(dict.fromkeys(root for reading in readings_of(text) for root in reading))


def readings_of(text: str) -> list[tuple[str, ...]]:
    """For each word that says something, in order, the roots it may have, and the concept it is part of."""
    words = _telling_words(text)
    readings = [[*roots_of_word(word)] for word in words]
    for start, word in enumerate(words):
        for concept, length in _concepts_at(start, word, words):
            for reading in readings[start : start + length]:
                reading.append(concept)
    return [tuple(dict.fromkeys(reading)) for reading in readings if reading]


@lru_cache(maxsize=50_000)
def roots_of_word(word: str) -> tuple[str, ...]:
    """The roots of one folded word: its stems, and a name in the nominative that only looks like a case form."""
    whole = skeleton(word)
    named = _LAST_VOWEL.sub("", whole)
    stems = [skeleton(stem) for stem in stems_of(word)]
    roots = [named, *stems] if named != whole or word.isascii() else stems
    return tuple(dict.fromkeys(root[:LONGEST_ROOT] for root in roots if root))


def _concepts_at(start: int, word: str, words: list[str]) -> list[tuple[str, int]]:
    """The concepts whose name begins with this word, and how many words the name has."""
    return [
        (concept, len(name))
        for root in roots_of_word(word)
        for concept, name in _NAMES.get((_script_of(word), root), ())
        if len(words) >= start + len(name)
        and all(not part.isdisjoint(roots_of_word(words[start + place])) for place, part in enumerate(name))
    ]


def _telling_words(text: str) -> list[str]:
    return [word for word in fold(text).split() if word not in _STOP_WORDS]


def _script_of(word: str) -> str:
    """The block of its first letter, so that a word does not mean what its neighbour's skeleton means."""
    return chr(ord(word[0]) & ~0x7F)


def _names() -> dict[tuple[str, str], list[tuple[str, list[frozenset[str]]]]]:
    """{(script, root of the first word): [(concept, roots of each word of its name)]}."""
    found: dict[tuple[str, str], list[tuple[str, list[frozenset[str]]]]] = defaultdict(list)
    for concept, names in CONCEPTS.items():
        for name in names.split(","):
            words = _telling_words(name)
            for root in roots_of_word(words[0]):
                entry = (MARK + concept, [frozenset(roots_of_word(word)) for word in words])
                found[_script_of(words[0]), root].append(entry)
    return dict(found)


_NAMES = _names()
