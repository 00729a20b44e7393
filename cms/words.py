"""Finding pages: the words of what is published, kept in rows of their own, so that a search is a look-up."""

from functools import reduce
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from wagtail.models import Page
from wagtail.search.index import SearchField

from budgeting.proposals.queryset import MOST_WORDS, begins_with
from cms.models.words import PageWord
from cms.visibility import public_pages
from portal.languages.kept_roots import keep_roots
from portal.languages.roots import readings_of, roots_of

WEIGHTS = {"title": 3, "lead": 2}


@transaction.atomic
def index_page(page: Any) -> None:
    """Keeps the words of a published page; the draft's words are nobody's to find."""
    rows = [PageWord(page_id=page.pk, root=root, weight=weight) for root, weight in weighted_roots(page).items()]
    keep_roots(PageWord.objects.filter(page=page.pk), rows, "page_id")


def weighted_roots(page: Any) -> dict[str, int]:
    """{root: weight}: 3 for the title, 2 for the lead, 1 for all else the page type lets be searched."""
    texts: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for field in page.get_search_fields():
        if isinstance(field, SearchField):
            texts[WEIGHTS.get(field.field_name, 1)] += _texts(field.get_value(page))
    return {root: weight for weight, parts in texts.items() for root in roots_of(" ".join(parts))}


def _texts(value: Any) -> list[str]:
    """What a field holds, flat: a body of blocks gives a list."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value or "")]


def found_pages(query: str, language: str) -> QuerySet[Page]:
    """The public pages in this language's tree that hold every word of the query, the best first.

    In any case form, any of our scripts, with or without the letters' marks. A query that says nothing finds nothing.
    """
    readings = readings_of(query)[:MOST_WORDS]
    if not readings:
        return public_pages().none()
    found = public_pages().filter(locale__language_code=language, depth__gt=2)
    ranks = []
    for roots in readings:
        held = PageWord.objects.filter(reduce(Q.__or__, (begins_with(root) for root in roots)))
        found = found.filter(pk__in=held.values("page"))
        ranks.append(
            Case(
                When(pk__in=held.filter(weight=3).values("page"), then=3),
                When(pk__in=held.filter(weight=2).values("page"), then=2),
                default=1,
            )
        )
    return found.order_by(sum(ranks[1:], ranks[0]).desc(), F("last_published_at").desc(nulls_last=True), "-pk")
