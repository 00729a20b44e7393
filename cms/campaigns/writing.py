"""A campaign's facts, beside its words: made with its first page, and fixed when it opens."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import refuse, save_checked
from budgeting.responses.models import Level
from cms.campaigns.models import Campaign
from cms.campaigns.thresholds import petition_goal
from portal.accounts.models import Organisation

FIXED = ("municipality", "office", "duty_bearer", "is_petition", "goal")  # from the day it opens
FREE = ("on_behalf_of", "proposals", "cycles")
_LISTS = ("proposals", "cycles")


@transaction.atomic
def write_campaign(campaign: Campaign | None, *, organisation: Organisation, **facts: Any) -> Campaign:
    """Stores what a campaign asks of whom; without one it is begun. Its own page is the right to do so.

    `facts` are FIXED and FREE fields; what is not named stays. NotPossible, at the field, if they contradict, or
    if one that was fixed at the opening would change. A petition's goal is computed whatever is given.
    """
    campaign = campaign or Campaign(organisation=organisation)
    if campaign.pk:
        campaign.refresh_from_db(from_queryset=Campaign.objects.select_for_update(of=("self",)))
    if campaign.opened_at:
        _refuse_changes(campaign, facts)
    for name in facts.keys() - set(_LISTS):
        setattr(campaign, name, facts[name])
    if campaign.is_petition and not campaign.opened_at:
        campaign.goal = petition_goal(campaign.municipality)
    refuse(faults_of(campaign))
    save_checked(campaign)
    for name in facts.keys() & set(_LISTS):
        getattr(campaign, name).set(facts[name])
    return campaign


def faults_of(campaign: Campaign) -> dict[str, str]:
    """{field: sentence} of what does not fit together."""
    if not campaign.office_id or not campaign.municipality_id:
        return {}
    if campaign.office.level == Level.LOCAL and campaign.office.municipality_id != campaign.municipality_id:
        return {"office": _("This office belongs to another municipality.")}
    if campaign.duty_bearer and campaign.duty_bearer.office_id != campaign.office_id:
        return {"duty_bearer": _("This person is in another office.")}
    return {}


def _refuse_changes(campaign: Campaign, facts: dict[str, Any]) -> None:
    sentence = _("This cannot be changed any more: people stand behind it as it is.")
    refuse({name: sentence for name in FIXED if name in facts and facts[name] != getattr(campaign, name)})


@transaction.atomic
def copy_campaign(campaign: Campaign, organisation: Organisation) -> Campaign:
    """A campaign like it that nobody stands behind yet: a copied page never shares the people of the first."""
    facts = {name: getattr(campaign, name) for name in ("on_behalf_of", *FIXED)}
    copied = Campaign.objects.create(organisation=organisation, **facts)
    for name in _LISTS:
        getattr(copied, name).set(getattr(campaign, name).all())
    return copied


def keep_typed(page: Any) -> None:
    """Stores what was typed in the page's form (`page.typed`), once; a page that was copied gets its own campaign.

    Called where a page is stored, and not where it is only previewed.
    """
    typed, page.typed = page.typed, None
    if typed:
        stored = page.campaign if page.campaign.pk else None
        page.campaign = write_campaign(stored, organisation=page.campaign.organisation, **typed)
    elif page.pk is None and _is_of_another_page(page):
        page.campaign = copy_campaign(page.campaign, page.campaign.organisation)


def _is_of_another_page(page: Any) -> bool:
    return bool(page.campaign.pages.exclude(translation_key=page.translation_key).exists())
