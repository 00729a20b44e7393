"""What journalists need."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from budgeting.results.queries import cycles_with_results, decided_among
from cms.models.base import KhmaPage
from cms.models.below import news_below

NEWEST = 5


class PressPage(KhmaPage):
    """For journalists: whom to ask, what may be printed, and what is happening now."""

    contact_name = models.CharField(_("Whom to ask"), max_length=120, blank=True)
    contact_email = models.EmailField(_("Email"), blank=True)
    contact_phone = models.CharField(_("Phone"), max_length=30, blank=True)

    content_panels = [
        *KhmaPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")],
            heading=_("Contact"),
        ),
    ]
    template = "cms/press.html"
    parent_page_types = ["cms.HomePage", "cms.MunicipalityPage", "cms.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("press page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the newest news of the page it stands below, and results: its municipality's, or everybody's."""
        ancestors = self.public_ancestors
        parent = (ancestors[-1] if ancestors else self.get_parent()).specific
        return {
            **super().get_context(request, *args, **kwargs),
            "results": decided_among(cycles_with_results(getattr(parent, "municipality_id", None)))[:NEWEST],
            "news": news_below(parent)[:NEWEST],
        }
