"""One campaign on the desk of the office it asks: the demand, who stands behind it, and what may be done now."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.desk.access import staff_only
from budgeting.desk.acts import Act, acts_context, make_act, run_posted
from budgeting.desk.answering import offer_answering
from budgeting.responses.models import Ask
from budgeting.views.notices import say
from cms.campaigns.answering import CAMPAIGNS, may_answer_campaign
from cms.campaigns.answers_on_page import ASKED, answers_on_page
from cms.campaigns.asked import campaigns_at_desk
from cms.campaigns.demands import demand_of
from cms.campaigns.models import Campaign
from cms.campaigns.reaching import people_behind
from cms.outcomes.actions import declare_outcome
from cms.outcomes.forms import OutcomeForm
from cms.outcomes.models import Side
from cms.outcomes.permissions import may_declare_outcome
from portal.accounts.models import User
from portal.clock import today
from portal.languages.templatetags.languages import day


@staff_only
def campaign_desk(request: HttpRequest, pk: int) -> HttpResponse:
    campaigns = campaigns_at_desk(request.user).select_related("organisation", "municipality", *ASKED)
    campaign = get_object_or_404(campaigns, pk=pk)
    # What a colleague has answered since the page was opened is seen before it is answered again.
    seen = _seen(campaign.ask)
    is_stale = request.POST.get("seen", seen) != seen
    acts = _acts(request, campaign, None if is_stale else request.POST or None)
    if run_posted(acts, campaign, by=request.user):
        say(request, _("Done."))
        return redirect("desk_campaign", campaign.pk)
    shown, status = acts_context(request, acts, is_stale=is_stale)
    context = {
        "campaign": campaign,
        "demand": demand_of(campaign),
        "behind_it": people_behind(campaign),
        "seen": seen,
        **answers_on_page(campaign, request.user),
        **shown,
    }
    return render(request, "cms/campaigns/desk.html", context, status=status)


def _seen(ask: Ask) -> str:
    return f"{ask.owed_on} {ask.responses.count()}"


def _acts(request: HttpRequest, campaign: Campaign, data: Any) -> list[Act]:
    if not may_answer_campaign(request.user, campaign):
        return []
    acts: list[Act] = []

    def offer(*args: Any, **kwargs: Any) -> None:
        acts.append(make_act(data, None, *args, **kwargs))

    values = _placeholder_values(campaign) if request.GET.get("template") else {}
    offer_answering(CAMPAIGNS, campaign.ask, offer, query=request.GET, values=values)
    if campaign.ask.responses.exists() and may_declare_outcome(request.user, campaign, Side.OFFICE):
        offer("outcome", _("Say what came of it"), OutcomeForm, _declare)
    return acts


def _declare(campaign: Campaign, *, by: User, **facts: Any) -> None:
    declare_outcome(campaign, by=by, side=Side.OFFICE, **facts)


def _placeholder_values(campaign: Campaign) -> dict[str, dict[str, str]]:
    """{language: {placeholder: what it stands for in an answer to this campaign}}"""
    values = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            demand = demand_of(campaign)
            title = demand.title.text if demand else ""
            values[language] = {"title": title, "author": campaign.organisation.name, "today": day(today())}
    return values
