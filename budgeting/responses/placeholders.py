"""What stands in {braces} in a template: some is filled by itself, the rest by the person who answers."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# What the desk fills in when a template is chosen, with what it says to the people who write templates.
KNOWN = {
    "title": _("the title of what is answered, in the language of the text"),
    "author": _("the name of its author"),
    "today": _("the day on which the template is chosen"),
}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the {names} it has a value for; any other placeholder stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[0][1:-1].strip(), found[0]), text)


def unfilled(text: str) -> list[str]:
    """The placeholders that still stand in the text, each once: ["{date}"]."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))
