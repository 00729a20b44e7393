"""Staff and those who write for an organisation may be required a second factor: until they have one, every page
leads to setting it up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.roles import is_staff_anywhere, speaks_for_an_organisation


class SecondFactorMiddleware:
    """Holds signed-in staff and members of organisations on the account pages until a TOTP app is set up (STAFF_NEED_SECOND_FACTOR)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not settings.STAFF_NEED_SECOND_FACTOR or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        name = request.resolver_match.url_name or ""
        if name.startswith(("account_", "mfa_")) or not request.user.is_authenticated:
            return None
        if (is_staff_anywhere(request.user) or speaks_for_an_organisation(request.user)) and not is_mfa_enabled(
            request.user, ["totp"]
        ):
            return redirect("mfa_activate_totp")
        return None
