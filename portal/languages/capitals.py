"""Libraries write the first letter of a label as a capital; here they do it as each script has it, or not at all."""

from typing import Any

from django.template import defaultfilters
from django.utils import text
from django.utils.translation import get_language

# Georgian has no capitals: Unicode's answer to upper() is the lettering of headlines, in which no sentence begins.
_GEORGIAN = ("\u10d0", "\u10ff")


def begin(words: Any) -> Any:
    """The words with their first letter as at the beginning of a line in the reader's language."""
    words = words if isinstance(words, str) else str(words or "")
    first = words[:1]
    if _GEORGIAN[0] <= first <= _GEORGIAN[1]:
        return words
    if first == "i" and get_language() == "az":
        return "İ" + words[1:]
    return first.upper() + words[1:]


def teach_capitals() -> None:
    """Puts `begin` behind Django's `capfirst`, the function and the filter.

    Django and Wagtail import the function by name in some forty modules, so only what it does can be exchanged.
    """
    text.capfirst.__wrapped__.__code__ = _capfirst.__code__  # type: ignore[attr-defined]
    defaultfilters.register.filter("capfirst", defaultfilters.stringfilter(_of_text), is_safe=True)


def _of_text(words: str) -> Any:
    return "" if words == "None" else begin(words)  # a counter without a word for what it counts


def _capfirst(x: Any) -> Any:
    from portal.languages.capitals import begin  # runs among Django's names, which know nothing of ours

    return begin(x)
