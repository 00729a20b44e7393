"""A municipality's page: its words, its cycle now and its cycles before."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from budgeting.cycles.queries import cycles_of
from cms.models.base import KhmaPage
from portal.places.models import Municipality


class MunicipalityPage(KhmaPage):
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    content_panels = [FieldPanel("municipality"), *KhmaPage.content_panels]
    template = "cms/municipality.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        cycles = cycles_of(self.municipality)
        return {
            **super().get_context(request, *args, **kwargs),
            "municipality": self.municipality,
            "cycle": cycles[0] if cycles else None,
            "earlier": cycles[1:],
        }
