"""Whole pages for anonymous readers, kept for a few seconds: the site stays up when everybody looks at once.

What an editor changes is seen at once: every kept page is kept under a mark, and a change makes a new mark. With
Redis all processes share it. Where each process has a memory of its own, the others learn of a change when what they
keep runs out, after PAGE_CACHE_SECONDS at most. Django's own page cache asks the store three times and costs twice
what a bare answer costs; this one asks once.
"""

from collections.abc import Callable
from hashlib import sha1
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, get_max_age, patch_response_headers, patch_vary_headers
from django.utils.translation import get_language_from_path

MARK = "pages-mark"
LARGEST = 500_000  # bytes of one answer
_NOT_KEPT = {"private", "no-cache", "no-store"}
# What the key tells apart, or has ruled out. A page that varies by anything else is not kept.
_KNOWN_TO_VARY = {"accept-encoding", "accept-language", "cookie"}


def forget_pages() -> None:
    """From now on nobody gets a page that was made before. Called after the commit, or an old page could come back."""
    caches["pages"].set(MARK, uuid4().hex, None)


class AnonymousPagesMiddleware:
    """Keeps answers to requests that bring no cookie and get none: nobody gets another person's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return _told_apart(self.get_response(request))
        pages, key = caches["pages"], _key_of(request)
        # The mark is read before the page is made: what is changed meanwhile is kept under the old one, for nobody.
        found = pages.get_many([MARK, key])
        mark, kept = found.get(MARK), found.get(key)
        if kept and kept[0] == mark:
            return _unless_known(request, HttpResponse(kept[2], headers=kept[1]))
        response = _told_apart(self.get_response(request))
        if seconds := seconds_to_keep(response):
            patch_response_headers(response, seconds)
            pages.set(key, (mark, dict(response.items()), response.content), seconds)
        return response


def seconds_to_keep(response: HttpResponse) -> int:
    """How long everybody may be given this answer: PAGE_CACHE_SECONDS, or less if it says so; 0 for not at all."""
    control = {part.strip().lower() for part in response.get("Cache-Control", "").split(",")}
    varies = {part.strip().lower() for part in response.get("Vary", "").split(",") if part}
    if response.status_code != 200 or response.streaming or response.cookies:
        return 0
    if control & _NOT_KEPT or varies - _KNOWN_TO_VARY or len(response.content) > LARGEST:
        return 0
    said = get_max_age(response)
    return settings.PAGE_CACHE_SECONDS if said is None else min(said, settings.PAGE_CACHE_SECONDS)


def _unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """304 where the reader has it already."""
    if "HTTP_IF_NONE_MATCH" in request.META and answer.has_header("ETag"):
        return get_conditional_response(request, etag=answer["ETag"], response=answer)
    return answer


def _may_be_kept(request: HttpRequest) -> bool:
    return bool(
        settings.PAGE_CACHE_SECONDS
        and request.method == "GET"
        and not request.COOKIES
        and not request.path_info.startswith(("/editor/", settings.STATIC_URL))
        and "HTTP_AUTHORIZATION" not in request.META
    )


def _key_of(request: HttpRequest) -> str:
    """Where the address does not say the language, the reader's browser may."""
    coding = "gzip" if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else ""
    wish = "" if get_language_from_path(request.path_info) else request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    told = f"{coding} {wish} {request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page-{sha1(told.encode(), usedforsecurity=False).hexdigest()}"


def _told_apart(response: HttpResponse) -> HttpResponse:
    """Else a browser keeps "Sign in" for somebody signed in."""
    if not response.has_header("Cache-Control"):
        patch_vary_headers(response, ["Cookie"])
    return response
