"""What residents and organisations say of an answer: that it is not done, and what came of the campaign."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.forms import NotDoneForm
from budgeting.responses.permissions import may_reopen_ask
from budgeting.responses.reopening import refusal_to_reopen
from budgeting.views.kept import keeps_typed
from budgeting.views.notices import say, show_refusal
from cms.campaigns.answering import say_campaign_not_done
from cms.campaigns.asked import public_campaigns
from cms.campaigns.demands import Demand
from cms.campaigns.models import Campaign
from cms.outcomes.actions import declare_outcome
from cms.outcomes.forms import OutcomeForm
from cms.outcomes.models import Side
from cms.outcomes.permissions import speaks_for
from cms.outcomes.queries import declared_by_both
from cms.views.readable import demand_or_404


def _load(pk: int) -> tuple[Campaign, Demand]:
    related = ("organisation", "ask__municipality", "ask__office", "ask__reopening")
    campaign = get_object_or_404(public_campaigns().select_related(*related), pk=pk)
    return campaign, demand_or_404(campaign)


@keeps_typed(*NotDoneForm.base_fields)
def not_done(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    """A resident says that what was answered is not done; a page of its own, so that nothing typed is lost."""
    campaign, demand = _load(pk)
    ask = campaign.ask
    if ask and not may_reopen_ask(request.user, ask):
        raise NotAllowed
    form = NotDoneForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        try:
            say_campaign_not_done(campaign, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Thank you. The office has been told and answers again."))
            return redirect(demand.path)
    context = {
        "demand": demand,
        "form": form,
        "refusal": refusal_to_reopen(ask, ask.responses.first()) if ask else _("The office has not answered yet."),
    }
    return _render(request, "campaign_not_done", campaign, "not_done", context)


@keeps_typed(*OutcomeForm.base_fields)
def outcome(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    """The organisation says what came of its campaign."""
    campaign, demand = _load(pk)
    if not speaks_for(request.user, campaign):
        raise NotAllowed
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        try:
            declare_outcome(campaign, by=request.user, side=Side.ORGANISATION, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Done."))
            return redirect(demand.path)
    is_answered = campaign.ask is not None and campaign.ask.responses.exists()
    context = {
        "demand": demand,
        "form": form,
        "refusal": "" if is_answered else _("This can be said once the office has answered."),
        "declared": declared_by_both(campaign),
    }
    return _render(request, "campaign_outcome", campaign, "outcome", context)


def _render(request: HttpRequest, name: str, campaign: Campaign, page: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"campaign": campaign, "address_of": lambda: reverse(name, args=[campaign.pk])}
    status = 422 if context["form"].errors else 200
    return render(request, f"cms/campaigns/{page}.html", context, status=status)
