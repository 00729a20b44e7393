"""Standing by a proposal: to back it and to follow it, each at one press."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from budgeting.backing.actions import back_proposal, withdraw_backing
from budgeting.errors import NotPossible
from budgeting.proposals.following import follow_proposal, unfollow_proposal
from budgeting.views.loading import load_proposal
from budgeting.views.notices import say, say_refused


def _at_a_press(act: Callable[..., None], done: str | Promise) -> Callable[..., HttpResponse]:
    """A view that does the act and shows the proposal again, or the page that asked to be shown."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("proposal", args=[pk]))
        proposal = load_proposal(request, pk)
        try:
            act(proposal, by=request.user)
        except NotPossible as refusal:
            say_refused(request, refusal)
        else:
            say(request, done)
        return redirect("my_page") if "from_my_page" in request.POST else redirect("proposal", proposal.address)

    return view


back = _at_a_press(back_proposal, _("Thank you. You are counted among those who back it."))
withdraw = _at_a_press(withdraw_backing, _("You no longer back it."))
follow = _at_a_press(follow_proposal, _("You will hear what becomes of it."))
unfollow = _at_a_press(unfollow_proposal, _("You no longer follow it."))
