"""The rule which language a translation says it is written in; nobody sets it by hand. And whether two texts differ."""

import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

COMPARED = ("title", "lead", "body")
# Blocks and their paragraphs have ids of their own, which say nothing of the text.
_IDS = re.compile(r' data-block-key=\\"[^"]*\\"|, "id": "[0-9a-f-]{36}"|"id": "[0-9a-f-]{36}", ')


def language_of(page: Any) -> str:
    """A translation is in its tree's language as soon as it says anything else than the original; before, in the original's."""
    translation = getattr(page, "translated", None)
    if translation is None:
        return page.written_in or (page.locale.language_code if page.locale_id else "")
    original = translation.original.specific
    return original.written_in if says_the_same(page, original) else page.locale.language_code


def says_the_same(one: Any, other: Any) -> bool:
    """Whether two versions of a page have the same words."""
    return all(_plain(getattr(one, field)) == _plain(getattr(other, field)) for field in COMPARED)


def has_new_words(page: Any) -> bool:
    """Whether the page in memory says anything else than its newest stored version, a draft or not."""
    return not (page.latest_revision and says_the_same(page, page.latest_revision.as_object()))


def _plain(text: Any) -> str:
    prep = getattr(text, "get_prep_value", None)
    return _IDS.sub("", json.dumps(prep(), cls=DjangoJSONEncoder, ensure_ascii=False)) if prep else text
