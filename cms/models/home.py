"""The home page: the map, the municipalities, what can be done today, what was decided and what is asked for."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.queries import open_among
from budgeting.results.queries import cycles_with_results, decided_among
from cms.models.base import KhmaPage
from cms.models.listings import WithListings
from cms.models.newest import newest_news, open_campaigns
from portal.places.models import Municipality

MOST_DECIDED = MOST_NEWEST = 3


class HomePage(WithListings, KhmaPage):
    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        *("cms.MunicipalityPage", "cms.OrganisationPage", "cms.CampaignIndexPage"),
        *("cms.NewsPage", "cms.EventPage", "cms.LibraryPage", "cms.PressPage", "cms.PlainPage"),
    ]
    max_count_per_parent = 4

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        municipalities = list(Municipality.objects.defer("sources"))
        cycles = cycles_with_results()
        newest = {cycle.municipality_id: cycle for cycle in reversed(cycles)}
        for municipality in municipalities:
            municipality.current_cycle = newest.get(municipality.pk)
        return {
            **super().get_context(request, *args, **kwargs),
            "municipalities": municipalities,
            "active": sorted((place for place in municipalities if place.is_active), key=lambda place: place.lon),
            "open_cycles": open_among(cycles),
            "decided": decided_among(cycles)[:MOST_DECIDED],
            "campaigns": open_campaigns(self.locale_id)[:MOST_NEWEST],
            "news": newest_news(self.locale_id)[:MOST_NEWEST],
        }
