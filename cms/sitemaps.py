"""What search engines may read: a sitemap a language, an index over them, and where to look for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from cms.translating.states import with_states
from cms.visibility import public_pages

ROBOTS = """User-agent: *
Disallow: /editor/
Disallow: /*/desk/
Disallow: /*/account/
Disallow: /*/search/

Sitemap: {site}/sitemap.xml
"""


class InLanguage(Sitemap):
    """What is really written in one language; the same in another language is in that one's sitemap."""

    limit = 5000

    def __init__(self, language: str) -> None:
        self.language = language

    def location(self, item: Any) -> str:
        with override(self.language):
            return self.path(item)

    def path(self, item: Any) -> str:
        raise NotImplementedError


class Pages(InLanguage):
    def items(self) -> QuerySet[Any]:
        pages = with_states(public_pages().filter(locale__language_code=self.language, depth__gt=1))
        return pages.filter(text_language=self.language).select_related("locale").order_by("path")

    def path(self, page: Any) -> str:
        return page.get_url()

    def lastmod(self, page: Any) -> datetime | None:
        return page.last_published_at


class Cycles(InLanguage):
    """Cycles answer in every language: the municipality writes them in all of them."""

    def items(self) -> QuerySet[Cycle]:
        return Cycle.objects.filter(proposing_cleared_at__isnull=False).order_by("pk")

    def path(self, cycle: Cycle) -> str:
        return reverse("cycle", args=[cycle.address])


class Results(Cycles):
    def items(self) -> QuerySet[Cycle]:
        return super().items().filter(counts__published_at__isnull=False).distinct()

    def path(self, cycle: Cycle) -> str:
        return reverse("results", args=[cycle.address])


class Proposals(InLanguage):
    def items(self) -> QuerySet[Proposal]:
        public = Proposal.objects.public().filter(cycle__proposing_cleared_at__isnull=False)
        return (
            public.exclude(**{f"title_{self.language}": ""}).exclude(**{f"title_{self.language}": None}).order_by("pk")
        )

    def path(self, proposal: Proposal) -> str:
        return reverse("proposal", args=[proposal.address])


SECTIONS: dict[str, Callable[[], Sitemap]] = {
    f"{name}-{code}": (lambda kind=kind, code=code: kind(code))
    for name, kind in {"pages": Pages, "cycles": Cycles, "results": Results, "proposals": Proposals}.items()
    for code, _name in settings.LANGUAGES
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain; charset=utf-8")
