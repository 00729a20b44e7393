"""*You asked – they answered*: the part of a campaign's page about its answer."""

from typing import Any

from django.urls import reverse

from budgeting.responses.models import Level
from budgeting.views.answers import ask_context
from cms.campaigns.models import Campaign
from cms.outcomes.models import Side
from cms.outcomes.permissions import may_declare_outcome
from cms.outcomes.queries import declared_by_both
from portal.accounts.roles import Person

# What a query for campaigns reads along, so that their answers can be shown.
ASKED = ("ask__municipality", "ask__office", "ask__duty_bearer", "ask__reopening")


def answers_on_page(campaign: Campaign, reader: Person) -> dict[str, Any]:
    """What cms/campaigns/answers.html shows: the clock, every answer, and what both sides say came of it.

    While nothing was asked it is {"responses": []}. The campaign comes with `ASKED`.
    """
    ask = campaign.ask
    if ask is None:
        return {"responses": []}
    shown = ask_context(reader, ask)
    has_answers = bool(shown["responses"])
    return {
        **shown,
        "asked": ask,
        "is_above": ask.office.level != Level.LOCAL,
        "answering": ask.municipality if ask.office.level == Level.LOCAL else None,
        "not_done_path": reverse("campaign_not_done", args=[campaign.pk]),
        "declared": declared_by_both(campaign) if has_answers else [],
        "declare_path": reverse("campaign_outcome", args=[campaign.pk])
        if has_answers and may_declare_outcome(reader, campaign, Side.ORGANISATION)
        else "",
    }
