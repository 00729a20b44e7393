"""The home page: the map, the municipalities and what can be done today."""

from typing import Any

from django.http import HttpRequest

from budgeting.cycles.queries import current_cycles
from cms.models.base import KhmaPage
from portal.places.models import Municipality


class HomePage(KhmaPage):
    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.MunicipalityPage"]
    max_count_per_parent = 4

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        municipalities = list(Municipality.objects.defer("sources"))
        cycles = current_cycles()
        for municipality in municipalities:
            municipality.current_cycle = cycles.get(municipality.pk)
        return {
            **super().get_context(request, *args, **kwargs),
            "municipalities": municipalities,
            "active": sorted((place for place in municipalities if place.is_active), key=lambda place: place.lon),
        }
