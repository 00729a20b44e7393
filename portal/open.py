"""What is open to other people's pages and programs: embeds, pictures, data, the API.

It has its own addresses (`portal/open_urls.py`) and its own short chain of middleware: no session, no cookie, no form,
nothing of the reader. A request that only reads is answered here, before the site's own chain begins.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import get_resolver
from django.utils.cache import set_response_etag
from django.utils.module_loading import import_string
from django.utils.translation import override

from portal.cache import AnonymousPagesMiddleware
from portal.errors import nothing_open_here

URLCONF = "portal.open_urls"
PREFIXES = ("/embed/", "/share/", "/data/", "/api/", "/oembed/")
Answer = Callable[[HttpRequest], HttpResponse]


class OpenMiddleware:
    """Answers the open addresses with `settings.OPEN_MIDDLEWARE` alone; all others go on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        chain = convert_exception_to_response(_view)
        for name in reversed(settings.OPEN_MIDDLEWARE):
            chain = convert_exception_to_response(import_string(name)(chain))
        self.chain = chain
        self.answer = AnonymousPagesMiddleware(self._in_language)  # above all: most readers get what was kept

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIXES):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"])
        request.COOKIES = {}
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)  # the address alone says the language
        return self.answer(request)

    def _in_language(self, request: HttpRequest) -> HttpResponse:
        with override(language_of(request)):
            return self.chain(request)


def language_of(request: HttpRequest) -> str:
    """What `?lang=` asks for, else Georgian: the address alone decides, so that one copy serves everybody."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _view(request: HttpRequest) -> HttpResponse:
    """Links in an answer lead to the site's own addresses, so the site's stay the ones that are reversed."""
    try:
        request.resolver_match = match = get_resolver(URLCONF).resolve(request.path_info)
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return nothing_open_here()
    if callable(getattr(response, "render", None)):
        response = response.render()
    return _marked(response)


def _marked(response: HttpResponse) -> HttpResponse:
    """With the mark of what it says. Only here is it the same each time: compressing adds a random length."""
    if response.status_code == 200 and not response.streaming and not response.has_header("ETag"):
        set_response_etag(response)
    return response
