"""What is written in one language and translated into others: the fields every such model has."""

from collections.abc import Collection

from django.conf import settings
from django.db import models

from portal.languages.texts import OFFICIAL_LANGUAGE, TranslationState


class Translated(models.Model):
    """Knows the language of the original, and how far each translation can be trusted.

    `translations` is {language: "checked" | "machine" | "outdated"}. A language that is absent was not translated
    at the desk; if it has a text all the same, the office that wrote the original wrote that too.
    """

    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES, default=OFFICIAL_LANGUAGE)
    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def outdate_translations(self, fields: Collection[str], *, rewritten: Collection[str] = ()) -> None:
        """Marks what was translated from an earlier original of these fields; the caller saves.

        `rewritten` are the languages whose texts were written anew together with the original.
        """
        for language in dict(settings.LANGUAGES):
            if language == self.written_in or language in rewritten:
                self.translations.pop(language, None)
            elif any(getattr(self, f"{field}_{language}", "") for field in fields):
                self.translations[language] = TranslationState.OUTDATED.value
