"""Roots: what is left of a word when its script, its accents and its grammatical endings are taken away.

Both sides of a search are reduced to roots, so a word is found in another case form, and a name in another
script, on any database. Source of the endings: the grammars of the three languages, as far as nouns need them.
"""

from portal.languages.folding import fold, search_stems
from portal.languages.slugs import slug

LONGEST_ROOT = 40


def roots_of(text: str) -> list[str]:
    """The roots of the text's words, each once, in the order of the text."""
    found = (slug(stem).replace("-", "")[:LONGEST_ROOT] for stem in search_stems(fold(text)))
    return list(dict.fromkeys(filter(None, found)))
