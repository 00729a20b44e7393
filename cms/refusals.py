"""In the editor a refused act says why, and the person is where they were."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from budgeting.errors import NotPossible

EDITOR = "/editor/"


class EditorRefusalsMiddleware:
    """Wagtail's screens know no refusal with a sentence: publishing, a workflow's approval, our own buttons."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NotPossible) or not request.path.startswith(EDITOR):
            return None
        messages.error(request, str(error))
        came_from = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(came_from if is_ours and EDITOR in came_from else reverse("wagtailadmin_home"))
