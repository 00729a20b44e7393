"""What happens in a municipality's budgets as an Atom feed, in each language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.opendata import licence
from budgeting.opendata.events import Event, newest_events
from budgeting.opendata.sources import open_municipality
from portal.places.models import Municipality


class EventFeed(Feed):  # type: ignore[type-arg]  # Django's own takes no argument when it runs
    """Of one municipality; `?lang=` has chosen the language. An entry keeps its id in all languages."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Municipality:
        municipality = open_municipality(slug)
        if municipality is None:
            raise Http404
        return municipality

    def title(self, municipality: Municipality) -> str:
        return municipality.name

    def subtitle(self, municipality: Municipality) -> str:
        return _("Participatory budget")

    def link(self, municipality: Municipality) -> str:
        return f"{settings.SITE_URL}{reverse('cycles')}"

    def feed_url(self, municipality: Municipality) -> str:
        address = reverse("data_feed", args=[municipality.slug])
        return f"{settings.SITE_URL}{address}?lang={get_language()}"

    def feed_guid(self, municipality: Municipality) -> str:
        return f"{settings.SITE_URL}/municipalities/{municipality.slug}"

    feed_copyright = f"{licence.NAME} {licence.ADDRESS}"

    def items(self, municipality: Municipality) -> list[Event]:
        return newest_events(municipality)

    def item_title(self, event: Event) -> str:
        return f"{event.kind}: {event.title}"

    def item_description(self, event: Event) -> str:
        return event.text

    def item_link(self, event: Event) -> str:
        return f"{settings.SITE_URL}{event.path}"

    def item_guid(self, event: Event) -> str:
        return f"{settings.SITE_URL}/{event.key}"

    def item_pubdate(self, event: Event) -> datetime:
        return event.at

    def item_updateddate(self, event: Event) -> datetime:
        return event.at

    def item_categories(self, event: Event) -> tuple[Any, ...]:
        return (event.kind,)
