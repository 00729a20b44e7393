"""Error pages in the reader's language."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from budgeting.views.draft import drafted_cycle
from portal.embed_page import embed_page
from portal.styles import stylesheet_path

RETRY_SECONDS = 30


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "errors/404.html", status=404)


def nothing_open_here() -> HttpResponse:
    """The same for what does not exist, is not public yet, or belongs elsewhere: a card that fits into a frame."""
    answer = embed_page("embeds/not_found.html", {"home": f"{settings.SITE_URL}/{get_language()}/"}, status=404)
    patch_cache_control(answer, public=True, max_age=10)
    return answer


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "errors/403.html", {"sentence": str(exception)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("This request cannot be read. Go back and try again.")
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "errors/refused.html", {"sentence": sentence}, status=400)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: the page was open while somebody signed in or out, or has no cookies."""
    sentence = _("This page was open for too long. Go back, reload the page and send it again.")
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "errors/refused.html", {"sentence": sentence}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the database or the session: either may be what failed."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return out_of_service(request)
    return HttpResponse(loader.render_to_string("errors/500.html"), status=500)


def out_of_service(request: HttpRequest) -> HttpResponse:
    """The database does not answer: nothing was stored, and what was sent is kept where its page can keep it."""
    context = {"request": request, "stylesheet": stylesheet_path(), "uncast_cycle": drafted_cycle(request)}
    with override(get_language_from_request(request, check_path=True)):
        page = loader.render_to_string("errors/503.html", context)
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    response = HttpResponse(page, status=503, headers=headers)
    if keep := getattr(request, "keep_answers", None):
        keep(response)
    return response
