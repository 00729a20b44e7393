"""What allauth's own pages cannot do without a password."""

import logging

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import RequestLoginCodeView
from django.contrib.auth import logout
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.forms import SignInForm

logger = logging.getLogger(__name__)


class AskForCode(RequestLoginCodeView):
    """The one question; a mail server or gateway that is down is said, not an error page."""

    def form_valid(self, form: SignInForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except OSError as error:  # what it says may hold the address
            logger.error("A sign-in code could not be sent: %s", type(error).__name__)
            form.add_error(None, _("The code could not be sent just now. Please try again in a few minutes."))
            return self.form_invalid(form)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Where something asks for a fresh proof of who is there: the code is sent once more, then back."""
    if request.method != "POST":
        return render(request, "account/sign_in_again.html")
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


def to_the_editor(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends who may not come in: strangers sign in, others are told why, in their language."""
    if not request.user.is_authenticated:
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('account_request_login_code')}{asked}")
    list(get_messages(request))  # Wagtail's own sentence, in whatever language, is read here and shown nowhere
    with override(request.user.language):
        sentence = _("Only who writes pages for a municipality or an organisation comes in here.")
        return render(request, "errors/403.html", {"sentence": sentence, "messages": []}, status=403)
