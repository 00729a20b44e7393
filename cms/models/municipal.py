"""A municipality's page: its words, its cycle now and its cycles before."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from budgeting.cycles.queries import cycles_of
from budgeting.responses.models import DutyBearer
from budgeting.responses.queries import office_records
from cms.models.base import KhmaPage
from cms.models.below import newest_documents, what_stands_below
from cms.models.listings import WithListings
from cms.models.newest import open_campaigns
from portal.languages.texts import Reading, read_text
from portal.places.models import Municipality

MOST = 6  # campaigns


class MunicipalityPage(WithListings, KhmaPage):
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    content_panels = [
        FieldPanel("municipality", heading=_("Municipality"), permission="superuser"),
        *KhmaPage.content_panels,
    ]
    template = "cms/municipality.html"
    shown_with = (*KhmaPage.shown_with, "municipality")
    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        *("cms.NewsPage", "cms.EventPage", "cms.CouncilPage", "cms.LibraryPage", "cms.PressPage", "cms.PlainPage"),
    ]

    class Meta:
        verbose_name = _("municipality")

    @property
    def listed_as(self) -> Reading:
        return read_text(self.municipality, "name")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        cycles = cycles_of(self.municipality)
        return {
            **super().get_context(request, *args, **kwargs),
            "municipality": self.municipality,
            "cycle": cycles[0] if cycles else None,
            "earlier": cycles[1:],
            "below": what_stands_below(self),
            "documents": newest_documents(self),
            "campaigns": open_campaigns(self.locale_id).filter(campaign__municipality=self.municipality_id)[:MOST],
            **_people_in_office(self.municipality),
        }


def _people_in_office(municipality: Municipality) -> dict[str, Any]:
    """Each office that has answered or can be asked, with its record and who is asked there by name."""
    records = office_records(municipality)
    people: dict[int, list[DutyBearer]] = {}
    for person in DutyBearer.objects.filter(office__municipality=municipality, is_active=True):
        people.setdefault(person.office_id, []).append(person)
    return {"offices": [(record, people.get(record.office.pk, [])) for record in records]}
