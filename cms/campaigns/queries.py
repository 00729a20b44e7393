"""What pages show of campaigns: numbers, names that people chose to show, and cards that are all alike."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from budgeting.proposals.models import Proposal
from budgeting.responses.models import Response
from cms.campaigns.models import Campaign, Pledge, PledgeBurst, Verdict
from cms.campaigns.pages import campaign_pages
from cms.campaigns.paper.models import PaperBatch
from cms.campaigns.states import CampaignState
from cms.outcomes.queries import outcomes_of, with_outcomes
from portal.accounts.roles import Person

LADDER = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
NAMES_SHOWN = 20
REASONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Bursts:
    """What is public of groups that came in a burst: how many were found, and what two people decided."""

    found: int = 0
    waiting: int = 0
    kept: int = 0
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands behind a campaign, as the public sees it. `paper` are those who signed on paper."""

    online: int
    paper: int
    goal: int
    named: list[Pledge]
    reasons: list[Pledge]
    bursts: Bursts

    @property
    def total(self) -> int:
        return self.online + self.paper

    @property
    def is_reached(self) -> bool:
        return self.total >= self.goal

    @property
    def next_step(self) -> int:
        """The next rung of the ladder, at most the goal; the goal once it is reached."""
        return next((step for step in LADDER if self.total < step < self.goal), self.goal)

    @property
    def missing(self) -> int:
        """How many there are to the next rung."""
        return max(self.next_step - self.total, 0)


def standing(campaign: Campaign) -> Standing:
    """Two queries, however many people stand behind it; one for a campaign that comes `with_totals`."""
    if not campaign.pk:
        return Standing(0, 0, campaign.goal or 1, [], [], Bursts())
    counts: Any = campaign if hasattr(campaign, "total") else with_totals(Campaign.objects.all()).get(pk=campaign.pk)
    shown = _shown(campaign)
    return Standing(
        online=counts.online,
        paper=counts.signed,
        goal=campaign.goal,
        named=[one for one in shown if one.is_named][:NAMES_SHOWN],
        reasons=[one for one in shown if one.reason][:REASONS_SHOWN],
        bursts=Bursts(counts.bursts_found, counts.bursts_waiting, counts.bursts_kept, counts.bursts_set_aside),
    )


def _shown(campaign: Campaign) -> list[Pledge]:
    """The latest who chose to be seen in one way or the other; a hidden reason comes without its words."""
    counted = campaign.pledges.filter(set_aside_at__isnull=True)
    latest = counted.filter(Q(is_named=True) | Q(hidden_at__isnull=True) & ~Q(reason="")).select_related("user")
    shown = list(latest[: NAMES_SHOWN + REASONS_SHOWN])
    for one in shown:
        if one.hidden_at:
            one.reason = ""
    return shown


def pledge_of(campaign: Campaign, user: Person) -> Pledge | None:
    """The reader's own, also while it is set aside: whoever is in a burst by chance is not told that they are not."""
    if not user.is_authenticated or not campaign.pk:
        return None
    return campaign.pledges.filter(user=user, withdrawn_at__isnull=True).first()


def public_proposals(campaign: Campaign) -> list[Proposal]:
    """The attached proposals that everybody may read, with what a card needs."""
    return list(
        Proposal.objects.public().filter(campaigns=campaign, cycle__proposing_cleared_at__isnull=False).with_cards()
    )


def with_totals(campaigns: QuerySet[Campaign]) -> QuerySet[Any]:
    """Each with `total` (who counts: `online`, and `signed` on paper), `has_answer`, and the numbers of its bursts."""
    bursts = PledgeBurst.objects.filter(campaign=OuterRef("pk"))
    decided = bursts.filter(decided_at__isnull=False)
    sheets = PaperBatch.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return campaigns.annotate(
        online=_number(Pledge.objects.filter(campaign=OuterRef("pk"), set_aside_at__isnull=True)),
        signed=Coalesce(Subquery(sheets.annotate(signed=Sum("total")).values("signed")), 0),
        total=F("online") + F("signed"),
        has_answer=Exists(Response.objects.filter(ask=OuterRef("ask"))),
        bursts_found=_number(bursts),
        bursts_waiting=_number(bursts.filter(decided_at__isnull=True)),
        bursts_kept=_number(decided.filter(verdict=Verdict.KEEP)),
        bursts_set_aside=_number(decided.filter(verdict=Verdict.SET_ASIDE)),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many of a campaign's rows these are, as a subquery."""
    return Coalesce(Subquery(rows.order_by().values("campaign").annotate(n=Count("pk")).values("n")), 0)


def listed_pages(locale_code: str) -> Any:
    """A page query set of the pages of opened campaigns in a tree, newest first."""
    pages = campaign_pages().filter(locale__language_code=locale_code, campaign__opened_at__isnull=False)
    return pages.order_by(F("campaign__opened_at").desc(), "-campaign_id")


def with_campaigns(pages: Any) -> list[Any]:
    """These pages with the campaigns, totals and pictures that their cards show, in three queries."""
    found = list(pages.select_related("picture", "locale").prefetch_related("picture__renditions"))
    rows = with_outcomes(with_totals(Campaign.objects.filter(pk__in=[page.campaign_id for page in found])))
    campaigns = {row.pk: row for row in rows.select_related("organisation", "municipality", "office", "ask")}
    for page in found:
        page.campaign = campaigns[page.campaign_id]
        page.campaign.state = CampaignState.of(page.campaign)
        page.campaign.outcomes = outcomes_of(page.campaign)
    return found
