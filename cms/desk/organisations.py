"""The portal's administrator opens and verifies organisations, and takes pages of theirs down."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from budgeting.desk.access import staff_only
from budgeting.errors import NotPossible
from budgeting.views.notices import say, say_refused, show_refusal
from cms.organisations.actions import open_organisation, verify_organisation
from cms.organisations.forms import OpenForm, TakeDownForm, VerifiedForm
from cms.organisations.permissions import may_run_the_portal
from cms.organisations.queries import organisation_of, organisations_with_pages, take_down_of
from cms.organisations.taking_down import restore, take_down
from portal.accounts.addresses import find_or_invite


def portal_administrator_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """To everybody else these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_run_the_portal(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return staff_only(guarded)


@portal_administrator_only
def organisations_desk(request: HttpRequest) -> HttpResponse:
    if request.POST.get("act") == "verify":
        return _verify(request)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            facts = {"written_in": form.cleaned_data["written_in"], "by": request.user}
            owner = find_or_invite(*form.cleaned_data["address"])
            open_organisation(form.cleaned_data["name"], owner=owner, **facts)
            say(request, _("Done."))
            return redirect("desk_organisations")
        except NotPossible as refusal:
            show_refusal(form, refusal)
    context = {"organisations": organisations_with_pages(), "form": form}
    return render(request, "cms/desk/organisations.html", context, status=422 if form.errors else 200)


def _verify(request: HttpRequest) -> HttpResponse:
    form = VerifiedForm(request.POST)
    if not form.is_valid():
        raise Http404
    verify_organisation(
        form.cleaned_data["organisation"], by=request.user, is_verified=form.cleaned_data["is_verified"]
    )
    say(request, _("Done."))
    return redirect("desk_organisations")


@portal_administrator_only
def take_down_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the public reason; once the page is down, offers to put it back."""
    page = get_object_or_404(Page, pk=pk)
    organisation = organisation_of(page)
    if organisation is None:
        raise Http404
    taken = take_down_of(page)
    form = TakeDownForm(request.POST if request.method == "POST" and not taken else None)
    try:
        if request.method == "POST" and taken:
            restore(taken, by=request.user)
            say(request, _("The page is back."))
            return redirect("desk_take_down", pk)
        if form.is_valid():
            take_down(page, by=request.user, reason=form.cleaned_data["reason"])
            say(request, _("The page is no longer shown. Its address gives the reason."))
            return redirect("desk_take_down", pk)
    except NotPossible as refusal:
        say_refused(request, refusal)
        return redirect("desk_take_down", pk)
    context = {"page_in_question": page, "organisation": organisation, "taken": taken, "form": form}
    return render(request, "cms/desk/take_down.html", context, status=422 if form.errors else 200)
