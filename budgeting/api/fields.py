"""Fields that many resources have: texts in every language, instants, addresses."""

from datetime import UTC
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from portal.languages.texts import OFFICIAL_LANGUAGE, TranslationState, read_text

LANGUAGES = [code for code, _name in settings.LANGUAGES]
_WORDS = {"ka": "Georgian", "hy": "Armenian", "az": "Azerbaijani", "en": "English"}


class StatesSerializer(serializers.Serializer):
    """How far the text in each language can be trusted."""

    def get_fields(self) -> dict[str, Any]:
        return {code: serializers.ChoiceField(TranslationState.choices) for code in LANGUAGES}


class TextSerializer(serializers.Serializer):
    """A text in every language it has, and what a reader of `?lang=` is shown of it."""

    def get_fields(self) -> dict[str, Any]:
        texts = {
            code: serializers.CharField(allow_null=True, help_text=f"In {_WORDS[code]}; null where there is none.")
            for code in LANGUAGES
        }
        return {
            **texts,
            "written_in": serializers.ChoiceField(settings.LANGUAGES, help_text="The language of the original."),
            "states": StatesSerializer(help_text="`missing` where there is no text; a machine's says so."),
            "shown": serializers.CharField(
                help_text="The text for a reader of `?lang=`: the original where it is missing."
            ),
            "shown_in": serializers.ChoiceField(settings.LANGUAGES, help_text="The language of `shown`."),
        }


class Text(TextSerializer):
    """The translated field `of` of the row; null where nothing is written in any language."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(**{"source": "*", "allow_null": True, **kwargs})

    def to_representation(self, row: Any) -> dict[str, Any] | None:
        texts = {code: getattr(row, f"{self.of}_{code}", None) or None for code in LANGUAGES}
        if not any(texts.values()):
            return None
        shown = read_text(row, self.of)
        return {
            **texts,
            "written_in": getattr(row, "written_in", "") or OFFICIAL_LANGUAGE,
            "states": {code: read_text(row, self.of, code).state.value for code in LANGUAGES},
            "shown": shown.text,
            "shown_in": shown.language,
        }


class Instant(serializers.DateTimeField):
    """An instant in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class Tetri(serializers.IntegerField):
    """Money: 100 tetri are a lari."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)


class Address(serializers.URLField):
    """The absolute address of the row: `of` is the name of its view, `by` what of the row stands in it."""

    def __init__(self, of: str, by: str = "pk", **kwargs: Any) -> None:
        self.of, self.by = of, by
        super().__init__(**{"source": "*", **kwargs})

    def to_representation(self, row: Any) -> str:
        return absolute(reverse(self.of, args=[getattr(row, self.by)]))


def absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
