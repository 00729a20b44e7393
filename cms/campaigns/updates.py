"""News below a campaign is told to those behind it who asked for it: once, and to each in their own language."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.campaigns.demands import demands
from cms.campaigns.models import Campaign, ToldUpdate
from cms.campaigns.permissions import is_public
from cms.campaigns.reaching import readers_of_news
from cms.campaigns.silence import silence_until
from portal.messages.actions import News, tell


@transaction.atomic
def tell_update(campaign: Campaign, news: Any) -> bool:
    """Tells the page `news`, published for the first time; returns whether it was told now.

    An edit, another publication and a translation of it tell nobody again. Nothing is told in the silence before
    the end of a vote, nor while the campaign itself is on no public page.
    """
    if silence_until(campaign) or not is_public(campaign):
        return False
    _told, is_new = ToldUpdate.objects.get_or_create(campaign=campaign, translation_key=news.translation_key)
    if is_new:
        tell(readers_of_news(campaign), lambda: _news(campaign, news))
    return is_new


def _news(campaign: Campaign, news: Any) -> News:
    """For a reader of the active language, leading to the campaign in that language: there all its news is listed."""
    demand = demands([campaign.pk])[campaign.pk]
    return News(
        about=demand.title,
        sentence=_("There is news of a campaign you stand behind."),
        path=f"{demand.path}#news",
        detail=news.title,
        detail_language=news.written_in,
    )
