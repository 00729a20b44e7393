"""The bodies beside a council: gender equality, civil advisors."""

from collections import Counter
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from cms.models.base import KhmaPage


class CouncilKind(models.TextChoices):
    GENDER = "gender", _("Gender equality council")
    ADVISORS = "advisors", _("Council of civil advisors")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class CouncilPage(KhmaPage):
    """Who sits in it, what it has said about the budget, and its minutes in the body."""

    kind = models.CharField(_("What it is"), max_length=8, choices=CouncilKind)

    content_panels = [
        *KhmaPage.content_panels[:1],
        FieldPanel("kind"),
        *KhmaPage.content_panels[1:],
        InlinePanel("members", heading=_("Members"), label=_("Member")),
    ]
    template = "cms/council.html"
    parent_page_types = ["cms.MunicipalityPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("council")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        members = list(self.members.all())
        of = Counter(member.gender for member in members)
        return {
            **super().get_context(request, *args, **kwargs),
            "members": members,
            "women": of[Gender.WOMAN],
            "men": of[Gender.MAN],
        }


class CouncilMember(Orderable):
    page = ParentalKey(CouncilPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("Role"), max_length=200, blank=True)
    gender = models.CharField(_("Woman or man"), max_length=5, choices=Gender, blank=True)

    panels = [FieldPanel("name"), FieldPanel("role"), FieldPanel("gender")]

    def __str__(self) -> str:
        return self.name
