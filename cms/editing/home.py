"""The panels of an editor's first screen; Wagtail's own show what waits for a check and what was edited last."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page

from cms.editing.queries import drafts_of, institutions_of, outdated_translations, waiting_for

ROWS = 10
# What is written every week has a button of its own; the rest is one step further.
WRITING = {
    "newspage": _("Write news"),
    "eventpage": _("Add an event"),
    "campaignpage": _("Start a campaign"),
}
FILES = [
    (image_policy, "wagtailimages:add_multiple", _("Add pictures")),
    (document_policy, "wagtaildocs:add_multiple", _("Add documents")),
]


class StartPanel(Component):
    """What a person can begin now, and how much is waiting."""

    name, order = "start", 10
    template_name = "cms/editing/start.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "places": [{"page": page, "buttons": buttons_below(page)} for page in institutions_of(user)],
            "files": [
                (reverse(name), label) for policy, name, label in FILES if policy.user_has_permission(user, "add")
            ],
            "waiting": waiting_for(user),
            "drafts": drafts_of(user).count(),
            "outdated": outdated_translations(user).count(),
        }


def buttons_below(page: Page) -> list[tuple[str, object]]:
    """(address, words) of what is most often written below this page."""
    kinds = {model._meta.model_name: model._meta.app_label for model in page.specific_class.creatable_subpage_models()}
    return [
        (reverse("wagtailadmin_pages:add", args=[kinds[kind], kind, page.pk]), label)
        for kind, label in WRITING.items()
        if kind in kinds
    ]


class DraftsPanel(Component):
    name, order = "drafts", 240
    template_name = "cms/editing/drafts.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"drafts": drafts_of(parent_context["request"].user)[:ROWS]}


class OutdatedPanel(Component):
    name, order = "outdated", 230
    template_name = "cms/editing/outdated.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"translations": outdated_translations(parent_context["request"].user)[:ROWS]}


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [StartPanel(), OutdatedPanel(), DraftsPanel()]
