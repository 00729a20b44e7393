"""The lists of a page's news and events, and its calendar, at addresses below the page's own."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.models.base import KhmaPage
from cms.models.below import calendar_events, coming_events, news_below, past_events
from cms.models.events import ics_file
from portal.ics import calendar
from portal.languages.texts import Reading, TranslationState

PER_PAGE = 20
# Words that are not the slug of a page below: slugs come from titles in the editors' languages.
NEWS, EVENTS = "all-news/", "all-events/"


class WithListings(RoutablePageMixin):
    """A page whose news and events can all be read: of a municipality, an organisation or the site."""

    @property
    def listed_as(self) -> Reading:
        """Whose news and events these are, as lists and calendars name it."""
        return Reading(self.title, self.written_in, TranslationState.ORIGINAL)

    @property
    def news_path(self) -> str:
        return f"{self.get_url()}{NEWS}"

    @property
    def events_path(self) -> str:
        return f"{self.get_url()}{EVENTS}"

    @property
    def calendar_path(self) -> str:
        return f"{self.events_path}ics/"

    @path(NEWS)
    def all_news(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(news_below(self), PER_PAGE).get_page(request.GET.get("page"))
        return self._listing(request, "cms/all_news.html", NEWS, listed=page)

    @path(EVENTS)
    def all_events(self, request: HttpRequest) -> HttpResponse:
        """What is coming, and page by page what was."""
        page = Paginator(past_events(self), PER_PAGE).get_page(request.GET.get("page"))
        return self._listing(request, "cms/all_events.html", EVENTS, coming=coming_events(self), listed=page)

    @path(f"{EVENTS}ics/")
    def all_events_ics(self, request: HttpRequest) -> HttpResponse:
        """The calendar that programs subscribe to."""
        name = self.listed_as
        entries = [event.as_entry(settings.SITE_URL + event.get_url(request)) for event in calendar_events(self)]
        return ics_file(f"{self.slug}.ics", calendar(name.text, name.language, entries))

    def _listing(self, request: HttpRequest, template: str, below: str, **facts: Any) -> HttpResponse:
        context = KhmaPage.get_context(self, request)  # without what the page itself shows
        context |= {
            "address_of": _continued(context["address_of"], below),
            "query": "",
            "owner": self.listed_as,
            **facts,
        }
        return TemplateResponse(request, template, context)


def _continued(address_of: Callable[[], str | None], below: str) -> Callable[[], str | None]:
    """The same list below the page's twin in each language."""

    def continued() -> str | None:
        path = address_of()
        return path and path + below

    return continued
