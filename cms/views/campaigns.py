"""Standing behind a campaign, no longer doing so, closing it, what becomes of reasons and of bursts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from budgeting.desk.access import staff_only
from budgeting.errors import NotAllowed, NotPossible
from budgeting.views.kept import as_initial, sign_in_first, take_kept
from budgeting.views.notices import say, say_refused, show_refusal
from cms.campaigns.actions import close_campaign, pledge, withdraw_pledge
from cms.campaigns.bursts import decide_burst
from cms.campaigns.demands import Demand, demands
from cms.campaigns.forms import HidingForm, PledgeForm, VerdictForm
from cms.campaigns.models import Campaign, Pledge, PledgeBurst
from cms.campaigns.permissions import may_hide_reason
from cms.campaigns.queries import pledge_of, standing
from cms.campaigns.reasons import hide_reason, report_reason
from cms.campaigns.silence import silence_until
from cms.views.readable import demand_or_404
from portal.visitors import address_of


def _load(pk: int) -> tuple[Campaign, Demand]:
    """The campaign, and what it demands in the reader's language; one that is on no public page is not found."""
    campaign = get_object_or_404(
        Campaign.objects.select_related("organisation", "municipality", "office", "duty_bearer"), pk=pk
    )
    return campaign, demand_or_404(campaign)


def _to_campaign(demand: Demand) -> HttpResponse:
    return redirect(f"{demand.path}#behind")


def pledge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form comes first, and signing in after it: what was typed comes along."""
    campaign, demand = _load(pk)
    question = f"pledge-{campaign.pk}"
    if request.method == "POST" and not request.user.is_authenticated:
        return sign_in_first(request, question, PledgeForm.base_fields, back_to=reverse("pledge", args=[pk]))
    if not campaign.is_open or pledge_of(campaign, request.user):
        if request.method == "POST":
            _say_why_not(request, campaign)
        return _to_campaign(demand)
    form = PledgeForm(request.POST if request.method == "POST" else None, kept=as_initial(take_kept(request, question)))
    if form.is_bound and form.is_valid():
        try:
            pledge(campaign, by=request.user, address=address_of(request), **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Thank you. You are counted among those behind this campaign."))
            return _to_campaign(demand)
    context = {
        "campaign": campaign,
        "demand": demand,
        "form": form,
        "standing": standing(campaign),
        "silent_until": silence_until(campaign),
    }
    return render(request, "cms/campaigns/pledge.html", context, status=422 if form.errors else 200)


def _say_why_not(request: HttpRequest, campaign: Campaign) -> None:
    if campaign.is_open:
        say(request, _("You stand behind this campaign already."))
    else:
        say_refused(request, _("This campaign is closed. It asks for no more people."))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, demand = _load(pk)
    if not request.user.is_authenticated:
        return redirect_to_login(demand.path)
    try:
        withdraw_pledge(campaign, by=request.user)
    except NotPossible as refusal:
        say_refused(request, refusal)
    else:
        say(request, _("You no longer stand behind this campaign."))
    return _to_campaign(demand)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, demand = _load(pk)
    if not request.user.is_authenticated:
        return redirect_to_login(demand.path)
    try:
        close_campaign(campaign, by=request.user)
    except NotPossible as refusal:
        say_refused(request, refusal)
    else:
        say(request, _("The campaign is closed."))
    return _to_campaign(demand)


@login_required
@never_cache
def reason_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One reason: whoever is signed in may report it, a moderator of the municipality may hide it."""
    shown = Pledge.objects.filter(set_aside_at=None, hidden_at=None).exclude(reason="")
    one = get_object_or_404(shown.select_related("campaign__municipality"), pk=pk)
    demand = demand_or_404(one.campaign)
    may_hide = may_hide_reason(request.user, one)
    form = HidingForm(request.POST if request.method == "POST" and may_hide else None) if may_hide else None
    if request.method == "POST" and not may_hide:
        report_reason(one, by=request.user)
        say(request, _("Thank you. A moderator of the municipality reads it and decides."))
        return redirect(demand.path)
    if form and form.is_bound and form.is_valid():
        try:
            hide_reason(one, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Done."))
            return redirect(demand.path)
    context = {"pledge": one, "demand": demand, "form": form}
    return render(request, "cms/campaigns/reason.html", context, status=422 if form and form.errors else 200)


@staff_only
@never_cache
def bursts_desk(request: HttpRequest) -> HttpResponse:
    """People set aside because many came from one network at once; those who run the portal decide in twos."""
    if not request.user.is_superuser:
        raise NotAllowed
    form, posted = None, None
    if request.method == "POST":
        typed = request.POST.get("burst", "")
        posted = get_object_or_404(_bursts(), pk=typed if typed.isdecimal() and len(typed) < 10 else 0)
        form = VerdictForm(request.POST, prefix=str(posted.pk))
        if form.is_valid() and _decided(request, posted, form):
            return redirect("desk_pledge_bursts")
    groups = list(_bursts()[:100])
    read = demands({group.campaign_id for group in groups})
    for group in groups:
        is_posted = posted is not None and posted.pk == group.pk
        group.form = form if is_posted else VerdictForm(prefix=str(group.pk))
        group.demand = read.get(group.campaign_id)
    context = {"groups": groups}
    return render(request, "cms/campaigns/bursts.html", context, status=422 if form and form.errors else 200)


def _bursts() -> Any:
    related = ("campaign__municipality", "campaign__organisation", "moved_by", "decided_by")
    return PledgeBurst.objects.select_related(*related).order_by("-found_at", "-pk")


def _decided(request: HttpRequest, burst: PledgeBurst, form: VerdictForm) -> bool:
    try:
        is_decided = decide_burst(burst, by=request.user, **form.cleaned_data)
    except NotPossible as refusal:
        show_refusal(form, refusal)
        return False
    say(request, _("It is decided.") if is_decided else _("It is moved. Another person has to decide as well."))
    return True
