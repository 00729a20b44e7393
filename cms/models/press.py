"""What journalists need."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.models.base import KhmaPage
from cms.models.below import news_below
from cms.press.quotes import quotes

NEWEST = 5
HOME = 2  # how deep the home page lies


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
        """With the newest news of the page it stands below, and results to quote: its municipality's, or everybody's."""
        ancestors = self.public_ancestors
        parent = (ancestors[-1] if ancestors else self.get_parent()).specific
        return {
            **super().get_context(request, *args, **kwargs),
            "municipality": getattr(parent, "municipality", None),
            "quotes": quotes(getattr(parent, "municipality_id", None), most=NEWEST),
            "news": news_below(parent)[:NEWEST],
            "feed": None if parent.depth == HOME else parent.pk,
        }
