"""A text somebody typed: it says something, hides nothing, and is not longer than it may be."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.errors import NotPossible
from portal.languages.typed import plain_text


def typed_text(text: str, longest: int) -> str:
    """The text without what nobody can see; NotPossible when nothing is left, or too much."""
    text = plain_text(text)
    if not text:
        raise NotPossible(_("Write something first."))
    if len(text) > longest:
        sentence = ngettext("Write at most %(most)d letter.", "Write at most %(most)d letters.", longest)
        raise NotPossible(sentence % {"most": longest})
    return text
