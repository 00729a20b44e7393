"""The newest news and campaigns in one language's tree: only what everybody may read."""

from django.db.models import QuerySet

from cms.campaigns.silence import is_silent
from cms.models.news import NewsPage
from cms.models.organisations import CampaignPage
from cms.visibility import open_to_all


def newest_news(locale: int) -> QuerySet[NewsPage]:
    """The newest first."""
    news = open_to_all(NewsPage.objects.filter(locale=locale))
    return news.order_by("-published_on", "-pk").defer("body")


def open_campaigns(locale: int) -> QuerySet[CampaignPage]:
    """Those that people may stand behind now, the newest first; none that keeps the silence before the end of a vote."""
    pages = open_to_all(CampaignPage.objects.filter(locale=locale))
    pages = pages.filter(~is_silent("campaign__"), campaign__opened_at__isnull=False, campaign__closed_at__isnull=True)
    pages = pages.select_related("campaign__organisation", "campaign__municipality")
    return pages.defer("body", "campaign__municipality__outline").order_by("-campaign__opened_at", "-pk")
