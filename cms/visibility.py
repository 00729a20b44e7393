"""Which pages the public may know of. Everything that lists pages asks here; nothing else decides it."""

from functools import cache
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


@cache
def is_closed() -> Exists:
    """Whether a page stands at or below one that needs a sign-in, a group or a password, in any language's tree.

    Wagtail looks only below the restricted page itself, and so would list what stands below its twins.
    """
    keys = PageViewRestriction.objects.values("page__translation_key")
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closed = Page.objects.filter(translation_key__in=keys).order_by().annotate(asked=path)
    return Exists(closed.filter(asked__startswith=F("path")))


def open_to_all(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Published, not expired, not waiting for their day, and open to everybody; without a query more."""
    return pages.filter(live=True).exclude(is_closed())


class KhmaPageQuerySet(PageQuerySet):
    """Pages of one type, with the rule what the public sees of them."""

    def private_q(self) -> Q:
        return Q(is_closed())

    def public(self) -> "KhmaPageQuerySet":
        return open_to_all(self)

    def with_what_is_shown(self) -> "KhmaPageQuerySet":
        """With `needs_permission`, and all rows that the page itself names (`KhmaPage.shown_with`)."""
        return self.annotate(needs_permission=is_closed()).select_related(*self.model.shown_with)


KhmaPageManager = PageManager.from_queryset(KhmaPageQuerySet)


def public_pages() -> KhmaPageQuerySet:
    """The public pages of every type, as plain `Page` rows."""
    return KhmaPageQuerySet(Page).public()
