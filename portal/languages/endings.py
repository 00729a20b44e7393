"""Endings: what a noun takes on in Georgian, Armenian, Azerbaijani, and roughly in Russian and English.

The script says whose endings a word may have. Words are folded already, so Azerbaijani ı is i and ə is e.
Source: the noun paradigms of the languages' grammars, tried on the words of local projects (see the tests).
"""

import re
from collections.abc import Iterable
from itertools import product


def _longest_first(endings: Iterable[str]) -> list[str]:
    return sorted(set(endings) - {""}, key=lambda ending: (-len(ending), ending))


# Georgian: one case ending, often with a postposition grown onto it; before it the plural; before it the stem's vowel.
_GEORGIAN_CASES = _longest_first(
    "ისათვის ისთვის სთვის ისგან სგან ისკენ სკენ ისთან სთან იდან დან ამდე მდე თან ში ზე ისა ის ით ად მა ს ი".split()
)
_GEORGIAN_SYNCOPE = re.compile("[აეო](?=[ლრნმვ]$)")  # წყალი, წყლის; სოფელი, სოფლის; ქვეყანა, ქვეყნის

# Armenian: plural, case and article in a row; nouns in -ություն and -ում change inside.
_ARMENIAN_CASES = ("", "ի", "ին", "ից", "ով", "ում", "ու", "ուց")
_ARMENIAN_ENDINGS = _longest_first(
    [
        *map("".join, product(("", "ներ", "եր"), _ARMENIAN_CASES, ("", "ը"))),
        *map("".join, product(("ություն",), ("", "ը", "ն", "ներ"), _ARMENIAN_CASES, ("", "ը"))),
        *"ներն երն ության ությանը ությամբ ման մանը մամբ ել ելու".split(),
    ]
)
_ARMENIAN_NOUNS = ["ություն", "ում", "ման"]
_ARMENIAN_VOWELS = "աեէըիոօւ"
_LONGEST_ALTERED = 7
_ARMENIAN_SYNCOPE = re.compile("(?<!յ)(?:ու|ի)(?=[^" + _ARMENIAN_VOWELS + "]{1,2}$)")  # ջուր, ջրի; կամուրջ, կամրջի

# Azerbaijani stacks endings: kəndlərimizdə is kənd + lər + imiz + də. The last line makes nouns of verbs.
_LATIN_ENDINGS = _longest_first(
    (
        "nin nun in un dan den ndan nden da de nda nde ya ye na ne a e ni nu i u "
        "imiz umuz miz muz iniz unuz im um si su lar ler "
        "ilma ilme ulma ulme inma inme unma unme ma me mag maq mek"
    ).split()
)
_LEAVING_TWO = {"lar", "ler", "nin", "nun", "dan", "den", "da", "de"}  # evlər; every other leaves three letters
_MOST_STACKED = 5
_ALTERED_END = re.compile("(?<=[aeiou])[gy]$")  # otaq, otağı; çörək, çörəyi
_TWO_LETTERS = re.compile("(ev(?=(?:i|in|e|ini|inin|ine|inde|inden|imiz.*)$)|su(?=y[au])).*")  # ev, evin; su, suyun

_RUSSIAN_ENDINGS = _longest_first(
    (
        "иями ами ями ого его ому ему ыми ими иях ях ах ией ий ов ев ей ой ый ая яя ое ее ую юю ом ем ам ям ых их "
        "ия ии ию а я о е у ю ы и ь"
    )
    .replace("й", "и")  # as folded
    .split()
)


def stems_of(word: str) -> list[str]:
    """What may be left of a folded word without its endings, in its own script: one stem or two."""
    first = word[0]
    if "ა" <= first <= "ჿ":
        stem = _georgian(word)
        return [stem, *_reduced(stem, _GEORGIAN_SYNCOPE, shortest=3)]
    if "ա" <= first <= "ֈ":
        stem = _armenian(word)
        return [stem, *(_reduced(stem, _ARMENIAN_SYNCOPE, shortest=2) if len(stem) <= _LONGEST_ALTERED else [])]
    if "Ѐ" <= first <= "ӿ":
        return [_without_one(word, _RUSSIAN_ENDINGS, leaving=3)]
    if "a" <= first <= "z":
        return _latin(word)
    return [word]


def _without_one(word: str, endings: Iterable[str], *, leaving: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= leaving:
            return word.removesuffix(ending)
    return word


def _reduced(stem: str, syncope: re.Pattern[str], *, shortest: int) -> list[str]:
    shorter = syncope.sub("", stem)
    return [shorter] if shortest <= len(shorter) < len(stem) else []


def _georgian(word: str) -> str:
    stem = _without_one(word, _GEORGIAN_CASES, leaving=2)
    for endings in ("აეო", ["ებ"], "აეო"):  # განათება loses its last vowel before what looks like a plural
        stem = _without_one(stem, endings, leaving=2)
    return stem


def _armenian(word: str) -> str:
    stem = _without_one(word, _ARMENIAN_ENDINGS, leaving=2)
    stem = _without_one(stem, _ARMENIAN_NOUNS, leaving=3)  # also before a plural
    if len(stem) > 3 and stem[-1] == "ն" and stem[-2] not in _ARMENIAN_VOWELS:  # the article after a consonant
        stem = stem[:-1]
    return _without_one(stem, "իո", leaving=3)


def _latin(word: str) -> list[str]:
    """Without one ending, for a name that ends like a case form; and without all of them."""
    if short := _TWO_LETTERS.fullmatch(word):
        return [short[1]]
    once = stem = _without_latin_ending(word)
    for _ending in range(_MOST_STACKED - 1):
        stem = _without_latin_ending(stem)
    stems = [once.rstrip("aeiou") if len(once) > 4 else once, stem]
    if len(stem) > 3:
        stems.append(_ALTERED_END.sub("k", stem))
    if len(word) > 3 and word.endswith("s"):  # an English plural
        stems.append(word[:-1].rstrip("aeiou") if len(word) > 5 else word[:-1])
    return stems


def _without_latin_ending(word: str) -> str:
    for ending in _LATIN_ENDINGS:
        shortest = 2 if ending in _LEAVING_TWO else 3
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word.removesuffix(ending)
    return word
