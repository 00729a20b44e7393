"""What campaigns demand: the title of the page that a reader of one language gets, and its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from wagtail.models import Page

from cms.campaigns.models import Campaign
from cms.campaigns.pages import campaign_pages
from portal.languages.texts import OFFICIAL_LANGUAGE, Reading, TranslationState


@dataclass(frozen=True, slots=True)
class Demand:
    """A campaign's demand; `page` is the public page in the reader's tree, `path` its address."""

    title: Reading
    path: str
    page: Page


def demands(campaigns: Iterable[int], language: str | None = None) -> dict[int, Demand]:
    """{campaign_pk: its demand for readers of a language, by default the active one}, in two queries.

    The page in the reader's tree says itself in which language it is written. Where that page is hidden, one in
    another tree stands for it, the Georgian first. A campaign that the public cannot read in any is left out.
    """
    language = language or get_language() or OFFICIAL_LANGUAGE
    found = sorted(
        _public_pages(campaign__in=list(campaigns)),
        key=lambda page: (
            page.locale.language_code != language,
            page.locale.language_code != OFFICIAL_LANGUAGE,
            page.pk,
        ),
    )
    return {page.campaign_id: _demand(page, language) for page in reversed(found)}


def demand_of(campaign: Campaign, language: str | None = None) -> Demand | None:
    """The same for one campaign; None where nobody may read it."""
    return demands([campaign.pk], language).get(campaign.pk)


def titles_of(campaign: Campaign) -> dict[str, str]:
    """{language: title} of its public pages, in each language in which somebody wrote it, the original first."""
    return written_titles([campaign.pk]).get(campaign.pk, {})


def written_titles(campaigns: Iterable[int]) -> dict[int, dict[str, str]]:
    """{campaign_pk: what `titles_of` says} of those with a public page, in one query."""
    titles: dict[int, dict[str, str]] = {}
    for page in _public_pages(campaign__in=list(campaigns)).order_by("first_published_at", "pk"):
        if page.is_written_here:
            titles.setdefault(page.campaign_id, {})[page.written_in] = page.title
    return titles


def _public_pages(**which: Any) -> Any:
    return campaign_pages().filter(**which).select_related("locale").defer("body", "lead")


def _demand(page: Any, language: str) -> Demand:
    written_in = page.written_in or page.locale.language_code
    state = TranslationState.ORIGINAL if written_in == language else TranslationState.MISSING
    return Demand(Reading(page.title, written_in, state), page.get_url() or "/", page)
