"""What follows an original through the trees: its aliases, and nothing else. A finished translation stays where it is."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from wagtail.models import Page


def aliases_of(page: Page) -> QuerySet[Page]:
    """The page's stand-ins in the other trees."""
    return Page.objects.filter(alias_of=page.pk, translation_key=page.translation_key)


def translations_that_stay(page: Page) -> QuerySet[Page]:
    """The page in other trees where somebody has written it: they outlive what happens to this one."""
    return (
        Page.objects.filter(translation_key=page.translation_key, alias_of=None)
        .exclude(pk=page.pk)
        .select_related("locale")
        .order_by("path")
    )


def own_texts_below(pages: Iterable[Page]) -> QuerySet[Page]:
    """What stands below these aliases and is nobody's alias: it would be deleted with them."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path) & ~Q(pk=page.pk)
    return Page.objects.filter(below, alias_of=None).select_related("locale").order_by("path")


def move_aliases(page: Page) -> None:
    """Puts the page's aliases below the twins of its parent, wherever it was moved to and by whatever screen."""
    parent = page.get_parent()
    for alias in aliases_of(page):
        there = Page.objects.filter(translation_key=parent.translation_key, locale=alias.locale_id).first()
        if there and alias.get_parent().pk != there.pk:
            alias.move(there, pos="last-child")


def delete_aliases(page: Page) -> None:
    """Deletes the page's stand-ins; Wagtail would leave them behind as pages of their own."""
    for alias in aliases_of(page):
        alias.delete()
