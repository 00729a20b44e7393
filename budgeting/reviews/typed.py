"""A text somebody typed: it is not empty, and not longer than it may be."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.errors import NotPossible


def typed_text(text: str, longest: int) -> str:
    """The text without spaces around it; NotPossible when nothing is left, or too much."""
    text = text.strip()
    if not text:
        raise NotPossible(_("Write something first."))
    if len(text) > longest:
        sentence = ngettext("Write at most %(most)d letter.", "Write at most %(most)d letters.", longest)
        raise NotPossible(sentence % {"most": longest})
    return text
