"""What may be asked in an address: an allow-list. What is not on it is refused with a sentence, never ignored."""

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

LARGEST_ID = 10**18 - 1
MOST_ROWS = 100
USUAL_ROWS = 25
LAST_PAGE = 1_000_000
LONGEST_NAME = 100  # of what was asked, as the refusal repeats it


class Id(serializers.IntegerField):
    """An id that both databases can look up."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST_ID, **{"required": False, **kwargs})


class Slug(serializers.SlugField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=50, required=False, **kwargs)


class Query(serializers.Serializer):
    """What every address takes."""

    lang = serializers.ChoiceField(
        [code for code, _name in settings.LANGUAGES],
        required=False,
        help_text="The language of sentences, labels and `shown` texts; Georgian where it is left out.",
    )

    def to_internal_value(self, data: QueryDict) -> dict[str, Any]:
        wrong = self._unknown(data) | self._twice(data)
        if wrong:
            raise serializers.ValidationError(wrong)
        try:
            return super().to_internal_value(data.dict())  # a plain dict: an empty value is no answer either
        except serializers.ValidationError as error:
            fault = _("This value does not fit. What fits stands in the OpenAPI document.")
            raise serializers.ValidationError({name: [fault] for name in error.detail}) from error

    def _unknown(self, data: QueryDict) -> dict[str, list[str]]:
        known = {"known": ", ".join(self.fields)}
        fault = _("This cannot be asked here. What can be asked: %(known)s.") % known
        return {name[:LONGEST_NAME]: [fault] for name in data if name not in self.fields}

    def _twice(self, data: QueryDict) -> dict[str, list[str]]:
        return {name: [_("This can be asked only once.")] for name in self.fields if len(data.getlist(name)) > 1}


class ListQuery(Query):
    """What every list takes."""

    page = serializers.IntegerField(
        min_value=1, max_value=LAST_PAGE, default=1, help_text="Which page; the first is 1. A page too far: 404."
    )
    page_size = serializers.IntegerField(
        min_value=1,
        max_value=MOST_ROWS,
        default=USUAL_ROWS,
        help_text=f"How many rows a page has, at most {MOST_ROWS}.",
    )
