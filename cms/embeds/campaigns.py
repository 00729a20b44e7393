"""The card of a campaign: what it demands of whom, and how many stand behind it."""

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Site

from budgeting.embeds.card import Card
from budgeting.embeds.kinds import Kind, Listed, register
from cms.campaigns.demands import demand_of, demands
from cms.campaigns.models import Campaign
from cms.campaigns.pages import campaign_pages
from cms.campaigns.queries import with_totals
from cms.campaigns.silence import is_silent
from cms.campaigns.states import CampaignState
from portal.clock import today
from portal.languages.templatetags.languages import day, number
from portal.languages.texts import read_text

MOST_LISTED = 50


def campaign_card(pk: int) -> Card | None:
    """A campaign that everybody may read in some language. In the silence before a vote it stays, as its page does."""
    rows = with_totals(Campaign.objects.filter(pk=pk, opened_at__isnull=False))
    campaign = rows.select_related("organisation", "municipality", "office", "duty_bearer").first()
    demand = campaign and demand_of(campaign)
    if not campaign or not demand:
        return None
    asked = read_text(campaign.duty_bearer or campaign.office, "name")
    return Card(
        about=_("Campaign"),
        title=demand.title,
        path=demand.path,
        source=f"{campaign.organisation} · {campaign.municipality.name}",
        as_of=day(today()),
        badge=str(CampaignState.of(campaign).label),
        facts=(
            (_("Stand behind it"), number(campaign.total)),
            (_("Goal"), number(campaign.goal)),
            (pgettext("somebody for something", "Asks"), asked.text),
        ),
        progress=(min(campaign.total, campaign.goal), campaign.goal),
    )


def find_campaign(path: str) -> int | None:
    """The number of the campaign whose page, in any language, has this path."""
    for root in Site.get_site_root_paths():
        prefix = f"/{root.language_code}/"
        if path.startswith(prefix):
            whole = root.root_path + path.removeprefix(prefix)
            return campaign_pages().filter(url_path=whole).values_list("campaign", flat=True).first()
    return None


def listed_campaigns() -> list[Listed]:
    """The newest ones; nobody is pointed to those that keep the silence before a vote."""
    pages = campaign_pages().filter(campaign__opened_at__isnull=False, locale__language_code=get_language())
    newest = pages.exclude(is_silent("campaign__")).order_by("-campaign__opened_at", "-campaign_id")
    pks = list(newest.values_list("campaign", flat=True)[:MOST_LISTED])
    found = demands(pks)
    return [Listed(pk, found[pk].title.text) for pk in pks if pk in found]


register(
    Kind(
        "campaign",
        gettext_lazy("A campaign"),
        "campaigns/<numbered:pk>",
        campaign_card,
        380,
        find=find_campaign,
        listed=listed_campaigns,
        thing="campaign",
    )
)
