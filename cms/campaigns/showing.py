"""What the pages of campaigns show: a campaign's own page, and the list of all."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils.http import urlencode

from budgeting.cycles.models import Cycle
from cms.campaigns.answers_on_page import ASKED, answers_on_page
from cms.campaigns.bursts import fewest_of
from cms.campaigns.forms import FilterForm, PledgeForm
from cms.campaigns.models import Campaign
from cms.campaigns.pages import news_pages
from cms.campaigns.paper.permissions import may_count_paper, may_hand_over
from cms.campaigns.permissions import may_close_campaign
from cms.campaigns.queries import listed_pages, pledge_of, public_proposals, standing, with_campaigns, with_totals
from cms.campaigns.silence import silence_end
from cms.campaigns.states import CampaignState, in_state
from cms.words import found_pages
from portal.accounts.roles import Person
from portal.places.models import Municipality

CARDS_A_PAGE = 24
NEWS_SHOWN = 20


def campaign_context(page: Any, user: Person) -> dict[str, Any]:
    """For the page of a campaign. In a preview of one that is not stored yet nobody stands behind it."""
    campaign = page.campaign = _loaded(page) if page.campaign_id else page.campaign
    mine = pledge_of(campaign, user)
    return {
        "campaign": campaign,
        "standing": standing(campaign),
        "mine": mine,
        "form": PledgeForm() if user.is_authenticated and campaign.is_open and not mine else None,
        "may_close": campaign.is_open and may_close_campaign(user, campaign),
        "news": list(news_pages().child_of(page).order_by("-published_on", "-pk")[:NEWS_SHOWN]) if page.pk else [],
        "fewest": fewest_of(campaign),
        "may_count": may_count_paper(user, campaign),
        "may_hand_over": may_hand_over(user, campaign),
        **(_stored_facts(campaign) if campaign.pk else {}),
        **answers_on_page(campaign, user),
    }


def _loaded(page: Any) -> Any:
    """The page's campaign with all that the page names, in one query."""
    related = ("organisation", "municipality", "office", "duty_bearer", "hand_over", *ASKED)
    facts = {
        "silent_until": silence_end(),
        "has_proposals": Exists(Campaign.proposals.through.objects.filter(campaign=OuterRef("pk"))),
        "has_cycles": Exists(Campaign.cycles.through.objects.filter(campaign=OuterRef("pk"))),
    }
    campaign = with_totals(Campaign.objects.select_related(*related)).annotate(**facts).get(pk=page.campaign_id)
    campaign.state = CampaignState.of(campaign)
    return campaign


def _stored_facts(campaign: Any) -> dict[str, Any]:
    return {
        "silent_until": campaign.silent_until,
        "proposals": public_proposals(campaign) if campaign.has_proposals else [],
        "cycles": _public_cycles(campaign) if campaign.has_cycles else [],
        "hand_over": getattr(campaign, "hand_over", None),
    }


def _public_cycles(campaign: Campaign) -> list[Cycle]:
    return list(campaign.cycles.filter(proposing_cleared_at__isnull=False).select_related("municipality"))


def list_context(language: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """For the list: {"form", "cards", "query"}; `cards` is a page of campaigns' pages. What makes no sense is not asked."""
    form = FilterForm(
        asked or None,
        municipalities=Municipality.objects.filter(is_active=True),
        states=CampaignState.choices,
    )
    wanted = form.cleaned_data if form.is_bound and (form.is_valid() or form.cleaned_data) else {}
    pages = listed_pages(language)
    if place := wanted.get("municipality"):
        pages = pages.filter(campaign__municipality=place)
    if state := wanted.get("state"):
        pages = pages.filter(in_state(state, "campaign__"))
    if words := wanted.get("q"):
        pages = pages.filter(pk__in=found_pages(words, language).order_by().values("pk"))
    cards = Paginator(pages, CARDS_A_PAGE).get_page(asked.get("page"))
    cards.object_list = with_campaigns(cards.object_list)
    query = urlencode({name: asked[name] for name in ("municipality", "state", "q") if asked.get(name)})
    return {"form": form, "cards": cards, "query": query}
