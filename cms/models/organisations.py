"""Civil society organisations and their campaigns."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string

from cms.campaigns.editing import CampaignForm
from cms.campaigns.models import Campaign
from cms.campaigns.showing import campaign_context, list_context
from cms.campaigns.writing import keep_typed
from cms.models.base import KhmaPage
from cms.models.listings import WithListings
from cms.models.silent import SilentPage
from cms.organisations.queries import pages_of
from portal.accounts.models import Organisation


class OrganisationPage(WithListings, KhmaPage):
    """Who an organisation is. Everything it publishes stands below this page, and nobody else can change it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    logo = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    website = models.URLField(_("Website"), blank=True)
    email = models.EmailField(_("Email"), blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)

    content_panels = [
        *KhmaPage.content_panels,
        FieldPanel("logo", heading=_("Logo")),
        FieldPanel("website"),
        FieldPanel("email"),
        FieldPanel("phone"),
    ]
    template = "cms/organisation.html"
    shown_with = (*KhmaPage.shown_with, "organisation__verified_by", "logo")
    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        "cms.CampaignPage",
        "cms.NewsPage",
        "cms.EventPage",
        "cms.LibraryPage",
        "cms.PressPage",
        "cms.PlainPage",
    ]

    class Meta:
        verbose_name = _("organisation")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **pages_of(self),
            "organisation": self.organisation,
        }


class CampaignIndexPage(KhmaPage):
    """All campaigns, each with the same space; the newest first, and none for money."""

    template = "cms/campaigns/index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listed = list_context(self.locale.language_code, request.GET)
        return {**super().get_context(request, *args, **kwargs), **listed}


class CampaignPage(SilentPage):
    """A campaign in one language: its title is the demand in a sentence, its body the evidence."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pages")
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(_("What the picture shows"), max_length=200, blank=True)
    typed: dict[str, Any] | None = None  # facts of the campaign from the editor's form, until the page is stored

    content_panels = [
        *KhmaPage.content_panels[:1],
        MultiFieldPanel([FieldPanel("picture", heading=_("Picture")), FieldPanel("picture_alt")], heading=_("Picture")),
        *KhmaPage.content_panels[1:],
        MultiFieldPanel(
            [
                FieldPanel("on_behalf_of"),
                FieldPanel("municipality", required_on_save=True),
                FieldPanel("office", required_on_save=True),
                FieldPanel("duty_bearer"),
                FieldPanel("is_petition"),
                FieldPanel("goal"),
            ],
            heading=_("Whom it asks, and how many people"),
        ),
        MultiFieldPanel([FieldPanel("proposals"), FieldPanel("cycles")], heading=_("What it is about")),
    ]
    base_form_class = CampaignForm
    template = "cms/campaigns/campaign.html"
    shown_with = (*KhmaPage.shown_with, "picture")
    parent_page_types = ["cms.OrganisationPage"]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("campaign")

    @property
    def silent_campaign(self) -> Campaign:
        return self.campaign

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is None:
            keep_typed(self)
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        keep_typed(self)
        return super().save_revision(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "CampaignPage":
        """An older revision, or one of the page that this one is a copy of, never brings in another campaign."""
        return super().with_content_json({**content, "campaign": self.campaign_id})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **campaign_context(self, request.user)}
