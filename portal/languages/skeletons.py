"""Skeletons: a word of any of our scripts in one rough Latin spelling, in which the spellings of a name meet.

Not for reading and not for addresses (see `slugs`): sounds that one language writes with two letters, or does not
tell apart, share one: kh, ხ, խ and х are x; q, ყ and ք are k; ts, წ, ծ, ц and also ch, j, zh are c.
"""

import re

_GEORGIAN = dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "abgdevztiklmnopcrstupkgkscczccxch", strict=True))
_ARMENIAN = dict(zip("աբգդեզէթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "abgdezetcilxckhzgcmynsocpcrsvtrcvpkof", strict=True))
_CYRILLIC = dict(zip("абвгдежзиклмнопрстуфхцчшщыэғөүһҹҝјєі", "abvgdecziklmnoprstufxccssiegouhckyei", strict=True))
_UNHEARD = {"ը": "", "ь": "", "ъ": "", "я": "ya", "ю": "yu"}
_SCRIPTS = str.maketrans(_GEORGIAN | _ARMENIAN | _CYRILLIC | _UNHEARD)

_DIGRAPHS = {"kh": "x", "gh": "g", "sh": "s", "ch": "c", "ts": "c", "tz": "c", "zh": "c", "dz": "z"}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_LETTERS = str.maketrans("qjw", "kcv")
_DOUBLED = re.compile(r"([^\W\d])\1+")


def skeleton(word: str) -> str:
    """One folded word in rough Latin letters; a script we do not know stays as it is."""
    latin = word.replace("ու", "u").translate(_SCRIPTS)
    latin = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], latin).translate(_LETTERS)
    return _DOUBLED.sub(r"\1", latin)
