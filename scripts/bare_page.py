"""The floor of pages: a Django view that returns a page's length of text, and does nothing else.

No middleware, no template, no query: what it takes is what Django takes. It stands beside a site in the same process,
whatever the site's own settings are.
"""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

PAGE = b"x" * 20_000


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]


class _Request(WSGIRequest):
    urlconf = __name__


class _Handler(WSGIHandler):
    request_class = _Request


def bare_application() -> WSGIHandler:
    """Answers "/" with the page."""
    with override_settings(MIDDLEWARE=[]):
        return _Handler()
