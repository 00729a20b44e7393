"""What is written in one language and translated into others: the fields every such model has."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from portal.languages.texts import OFFICIAL_LANGUAGE, TranslationState


class Translated(models.Model):
    """Knows the language of the original, and how far each translation can be trusted.

    `translations` is {language: "checked" | "machine" | "outdated"}; a language that is absent was not translated.
    """

    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES, default=OFFICIAL_LANGUAGE)
    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def outdate_translations(self, fields: Iterable[str]) -> None:
        """Marks what was translated from an earlier original of these fields; the caller saves."""
        self.translations = {
            language: TranslationState.OUTDATED.value
            if any(getattr(self, f"{field}_{language}", "") for field in fields)
            else state
            for language, state in self.translations.items()
            if language != self.written_in
        }
