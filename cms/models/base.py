"""What every page of ours has: the language its text is really written in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image"]


class KhmaPage(Page):
    """A page with a lead and a text.

    `written_in` tells readers honestly whose text this is: an alias under /az/ still says "ka" until a
    translator has changed both the text and this field.
    """

    lead = models.TextField(blank=True)
    body = RichTextField(blank=True, features=FEATURES)
    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("written_in")]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.written_in = self.written_in or self.locale.language_code
        super().full_clean(*args, **kwargs)

    @property
    def is_in_readers_language(self) -> bool:
        return self.written_in == self.locale.language_code or not (self.lead or self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "address_of": self._address_in_active_language(),
        }

    def _address_in_active_language(self) -> Callable[[], str | None]:
        """For the language links: every page has its twin in each tree, so its address is known without guessing."""
        paths = {
            page.locale.language_code: page.get_url()
            for page in self.get_translations(inclusive=True).live().select_related("locale")
        }
        return lambda: paths.get(get_language())
