"""What follows when a page is published: a campaign opens, its news is told. Only hands over to the actions."""

from typing import Any

from cms.campaigns.actions import open_campaign
from cms.campaigns.updates import tell_update
from cms.models import CampaignPage, NewsPage


def when_published(sender: Any, instance: Any, alias: bool = False, **kwargs: Any) -> None:
    """Called by Wagtail for every page. An alias follows its original, and a date to come is no publication yet."""
    if alias or not instance.live:
        return
    if isinstance(instance, CampaignPage):
        open_campaign(instance.campaign)
    elif isinstance(instance, NewsPage) and instance.silent_campaign:
        tell_update(instance.silent_campaign, instance)
