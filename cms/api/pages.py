"""Every page that the public may read, in each language's tree; the text itself is read on the page."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from wagtail.models import Page

from budgeting.api.asking import ListQuery
from budgeting.api.fields import Instant, absolute
from budgeting.api.views import ListView
from cms.translating.states import PageState, with_states
from cms.visibility import public_pages


class PageSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here.")
    text = serializers.UUIDField(source="translation_key", help_text="The same for the page in every language.")
    type = serializers.CharField(source="content_type.model", help_text="Its kind, such as `newspage`.")
    language = serializers.ChoiceField(
        settings.LANGUAGES, source="locale.language_code", help_text="In which language's part of the site it stands."
    )
    written_in = serializers.ChoiceField(
        settings.LANGUAGES, source="text_language", allow_null=True, help_text="The language its text is written in."
    )
    state = serializers.ChoiceField(PageState.choices, help_text="Whether it is the original, or how it is translated.")
    title = serializers.CharField(help_text="Its title.")
    page = serializers.SerializerMethodField(help_text="The page for people.")
    first_published_at = Instant(allow_null=True, help_text="When it was first published, in UTC.")
    last_published_at = Instant(allow_null=True, help_text="When it was last published, in UTC.")

    @extend_schema_field(serializers.URLField)
    def get_page(self, page: Page) -> str:
        return absolute(page.get_url() or "/")


class PageQuery(ListQuery):
    language = serializers.ChoiceField(settings.LANGUAGES, required=False, help_text="Only this part of the site.")
    type = serializers.RegexField("^[a-z]+$", max_length=50, required=False, help_text="Only pages of this kind.")


class Pages(ListView):
    """The pages that everybody may read, by their place in the site."""

    serializer_class = PageSerializer
    query_class = PageQuery

    def rows(self) -> QuerySet[Any]:
        found = with_states(public_pages().filter(depth__gt=1)).select_related("locale", "content_type")
        columns = {"language": "locale__language_code", "type": "content_type__model"}
        wanted = {column: self.asked[name] for name, column in columns.items() if name in self.asked}
        return found.filter(**wanted).order_by("path")
