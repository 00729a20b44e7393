"""News as an Atom feed: of the whole site, or of a municipality or an organisation, in each language."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models import NewsPage
from cms.models.base import absolute
from cms.visibility import public_pages
from portal.languages.texts import OFFICIAL_LANGUAGE

NEWEST = 30


class TextsInLanguages(Atom1Feed):
    """Each entry says in which language it is written: not every piece of news is translated."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


class NewsFeed(Feed):
    """`pk` is the page whose news it is, in any language's tree: so the address outlives a change of its slug."""

    feed_type = TextsInLanguages

    def get_object(self, request: HttpRequest, pk: int | None = None) -> Page:
        own_tree = public_pages().filter(locale__language_code=get_language() or OFFICIAL_LANGUAGE)
        if pk is None:
            page = own_tree.filter(depth=2).first()
        else:
            page = own_tree.filter(translation_key__in=Page.objects.filter(pk=pk).values("translation_key")).first()
        if page is None:
            raise Http404
        return page

    def title(self, page: Page) -> str:
        return page.title if page.depth > 2 else settings.WAGTAIL_SITE_NAME

    def subtitle(self, page: Page) -> str:
        return _("News")

    def link(self, page: Page) -> str:
        return page.get_url()

    def items(self, page: Page) -> list[NewsPage]:
        news = NewsPage.objects.public().descendant_of(page).select_related("locale").defer("body")
        return list(news.order_by("-published_on", "-first_published_at", "-pk")[:NEWEST])

    def item_title(self, news: NewsPage) -> str:
        return news.title

    def item_description(self, news: NewsPage) -> str:
        return news.lead

    def item_link(self, news: NewsPage) -> str:
        return absolute(news)

    def item_guid(self, news: NewsPage) -> str:
        return f"{settings.SITE_URL}/news/{news.pk}"

    def item_pubdate(self, news: NewsPage) -> Any:
        return news.first_published_at

    def item_updateddate(self, news: NewsPage) -> Any:
        return news.last_published_at

    def item_extra_kwargs(self, news: NewsPage) -> dict[str, str]:
        return {"language": news.written_in}
