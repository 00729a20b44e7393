"""Error pages in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language_from_request, override


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "errors/403.html", {"sentence": str(exception)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the database or the session: either may be what failed."""
    return HttpResponse(loader.render_to_string("errors/500.html"), status=500)
