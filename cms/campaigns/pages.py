"""A campaign's pages as its slice reads them. The slice stands below the page models, so it asks for them by name."""

from typing import Any

from django.apps import apps


def campaign_pages() -> Any:
    """A page query set of all campaigns' pages that everybody may read."""
    return apps.get_model("cms", "CampaignPage").objects.live().public()


def news_pages() -> Any:
    """A page query set of all news that everybody may read, with what a link to it needs."""
    return apps.get_model("cms", "NewsPage").objects.live().public().select_related("locale")
