"""What the demo's pages and campaigns say, read from the JSON files in `words`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

Words = dict[str, Any]
FOLDER = Path(__file__).parent / "words"
CAMPAIGNS = ("sabah", "qonsu", "khidi", "chiraq", "biliki", "aghbyur", "lusamut", "jejili", "bardzunk")


@cache
def words_of(path: str) -> Words:
    """One of the files, by its path without the ending. Nobody changes what it returns."""
    facts: Words = json.loads((FOLDER / f"{path}.json").read_text(encoding="utf-8"))
    return facts
