"""Which text a reader gets, in which language, and how far it can be trusted."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

OFFICIAL_LANGUAGE = "ka"  # Source: Local Self-Government Code of Georgia, art. 9
PUBLIC_LANGUAGES = ("ka", "hy", "az")  # equal, and required; en is for guests


class TranslationState(models.TextChoices):
    ORIGINAL = "original", _("Original text")
    CHECKED = "checked", _("Translation checked by a person")
    MACHINE = "machine", _("Machine translation, not checked")
    OUTDATED = "outdated", _("The original has changed since this translation")
    MISSING = "missing", _("Not translated yet")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one reader gets it: `language` is the text's own, for its `lang` attribute."""

    text: str
    language: str
    state: TranslationState

    @property
    def is_missing(self) -> bool:
        return self.state == TranslationState.MISSING

    @property
    def is_machine(self) -> bool:
        return self.state == TranslationState.MACHINE

    @property
    def is_outdated(self) -> bool:
        return self.state == TranslationState.OUTDATED

    def __str__(self) -> str:
        return self.text


def read_text(thing: Any, field: str, language: str | None = None) -> Reading:
    """The text of a translated field for a reader of `language` (default: the active one).

    A missing translation gives the original with its own language and says so; there is no silent
    fallback. `thing` may say `written_in` (else Georgian) and `translations` ({language: state}).
    """
    language = language or get_language() or OFFICIAL_LANGUAGE
    original = getattr(thing, "written_in", "") or OFFICIAL_LANGUAGE
    text = getattr(thing, f"{field}_{language}", "")
    if text and language == original:
        return Reading(text, language, TranslationState.ORIGINAL)
    if text:
        states = getattr(thing, "translations", {})
        return Reading(text, language, TranslationState(states.get(language, TranslationState.CHECKED)))
    for other in (original, *dict(settings.LANGUAGES)):
        if text := getattr(thing, f"{field}_{other}", ""):
            return Reading(text, other, TranslationState.MISSING)
    return Reading("", language, TranslationState.ORIGINAL)


def in_languages(field: str, texts: dict[str, str]) -> dict[str, str]:
    """{"ka": "…"} as the field values modeltranslation stores: {"title_ka": "…"}."""
    return {f"{field}_{language}": text for language, text in texts.items()}


def missing_languages(thing: Any, *fields: str) -> list[str]:
    """The public languages in which any of the fields is empty, or says what the original no longer says."""
    states = getattr(thing, "translations", {})
    return [
        language
        for language in PUBLIC_LANGUAGES
        if states.get(language) == TranslationState.OUTDATED
        or not all(getattr(thing, f"{field}_{language}", "") for field in fields)
    ]
