"""News, of a municipality, an organisation, a campaign or the site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.images import get_image_model_string

from cms.campaigns.editing import SilentForm
from cms.campaigns.models import Campaign
from cms.models.base import KhmaPage
from cms.models.pictures import refusal_of_picture
from cms.models.silent import SilentPage
from portal.clock import today


class NewsPage(SilentPage):
    """One piece of news. Below a campaign it is an update, and those who stand behind the campaign are told."""

    published_on = models.DateField(_("Date"), default=today)
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    content_panels = [
        *KhmaPage.content_panels[:1],
        FieldPanel("published_on"),
        FieldPanel("picture", heading=_("Picture")),
        *KhmaPage.content_panels[1:],
    ]
    base_form_class = SilentForm
    template = "cms/news.html"
    shown_with = (*KhmaPage.shown_with, "picture")
    parent_page_types = ["cms.HomePage", "cms.MunicipalityPage", "cms.OrganisationPage", "cms.CampaignPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news")

    def clean(self) -> None:
        super().clean()
        errors = {}
        shown_from = localdate(self.go_live_at) if self.go_live_at else today()
        if self.published_on and self.published_on > max(shown_from, today()):
            errors["published_on"] = _("News cannot be of a day that is still to come. Schedule it instead.")
        if refusal := refusal_of_picture(self.picture):
            errors["picture"] = refusal
        if errors:
            raise ValidationError(errors)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        ancestors = self.public_ancestors
        return {
            **super().get_context(request, *args, **kwargs),
            # The municipality or the organisation, which stands right below the home page; None: the site itself.
            "author": ancestors[0] if ancestors else None,
        }

    @property
    def silent_campaign(self) -> Campaign | None:
        return getattr(self.get_parent().specific, "campaign", None)
