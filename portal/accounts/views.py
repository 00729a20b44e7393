"""What allauth's own pages cannot do without a password."""

from allauth.account.internal.stagekit import clear_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Where something asks for a fresh proof of who is there: the code is sent once more, then back."""
    wanted = request.GET.get("next", "")
    logout(request)
    address = reverse("account_request_login_code")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        address += "?" + urlencode({"next": wanted})
    return redirect(address)


def use_another_address(request: HttpRequest) -> HttpResponse:
    """Drops the code that was asked for: while one is awaited, the first page only leads back to it."""
    clear_login(request)
    return redirect("account_request_login_code")
