"""Whole pages for anonymous readers, kept for a few seconds: the site stays up when everybody looks at once.

What an editor changes is seen at once: every kept page is kept under a mark, and a change makes a new mark. With
Redis all processes share it. Where each process has a memory of its own, the others learn of a change when what they
keep runs out, after PAGE_CACHE_SECONDS at most.
"""

from copy import copy
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.cache import CacheMiddleware
from django.utils.cache import patch_vary_headers

MARK = "pages-mark"


def forget_pages() -> None:
    """From now on nobody gets a page that was made before. Called after the commit, or an old page could come back."""
    caches["pages"].set(MARK, uuid4().hex, None)


class AnonymousPagesMiddleware(CacheMiddleware):
    """Django's page cache, for requests without a session or a message: nobody gets another person's page."""

    def __init__(self, get_response):
        super().__init__(
            get_response, cache_timeout=settings.PAGE_CACHE_SECONDS, page_timeout=None, cache_alias="pages"
        )

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not settings.PAGE_CACHE_SECONDS or request.COOKIES or request.path.startswith("/editor/"):
            request._cache_update_cache = False
            return None
        # The mark is read before the page is made: what is changed meanwhile is kept under the old one, for nobody.
        request._kept_by = copy(self)
        request._kept_by.key_prefix = caches["pages"].get(MARK, "")
        return super(AnonymousPagesMiddleware, request._kept_by).process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.has_header("Cache-Control"):  # else a browser keeps "Sign in" for somebody signed in
            patch_vary_headers(response, ["Cookie"])
        keeper = getattr(request, "_kept_by", self)
        return super(AnonymousPagesMiddleware, keeper).process_response(request, response)
