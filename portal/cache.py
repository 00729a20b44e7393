"""Whole pages for anonymous readers, kept for a few seconds: the site stays up when everybody looks at once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.cache import CacheMiddleware
from django.utils.cache import patch_vary_headers


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
        return super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.has_header("Cache-Control"):  # else a browser keeps "Sign in" for somebody signed in
            patch_vary_headers(response, ["Cookie"])
        return super().process_response(request, response)
