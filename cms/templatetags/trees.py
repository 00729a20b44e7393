"""What the editor's confirmations say of a page's translations."""

from django import template
from django.db.models import QuerySet
from wagtail.models import Page

from cms.translating.twins import translations_that_stay

register = template.Library()


@register.simple_tag
def staying(page: Page) -> QuerySet[Page]:
    """The page's translations, which stay as they are when it is unpublished, moved or deleted."""
    return translations_that_stay(page)
