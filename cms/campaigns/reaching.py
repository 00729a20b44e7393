"""At the goal: the office is asked, its clock starts, and everybody concerned is told. Once."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from budgeting.responses.actions import open_ask
from budgeting.responses.models import Level
from cms.campaigns.demands import demands, titles_of
from cms.campaigns.models import Campaign
from cms.campaigns.paper.queries import paper_total
from cms.campaigns.silence import silence_until
from portal.accounts.models import ORGANISATION_ROLES, RoleKind, User
from portal.clock import now
from portal.log.models import record
from portal.messages.actions import News, tell


@transaction.atomic
def reach_goal(campaign: Campaign) -> bool:
    """Asks the office once enough people stand behind the campaign; returns whether that happened now.

    Many may call it at once: the row is locked, and the first one asks. The ask is the organisation's, and nobody's
    in person, so that every official of the municipality can answer it. Its language is the one it was first written in.
    """
    locked = (
        Campaign.objects.select_for_update(of=("self",)).select_related("municipality", "office").get(pk=campaign.pk)
    )
    if locked.reached_at or not locked.is_open or people_behind(locked) < locked.goal:
        return False
    languages = list(titles_of(locked))
    if not languages:  # hidden meanwhile; whoever comes once it is back asks
        return False
    locked.ask = open_ask(
        locked.municipality,
        by=None,
        written_in=languages[0],
        office=locked.office,
        duty_bearer=locked.duty_bearer,
    )
    locked.reached_at = now()
    locked.save(update_fields=["ask", "reached_at"])
    campaign.ask, campaign.reached_at = locked.ask, locked.reached_at
    facts = {"campaign": locked.pk, "goal": locked.goal, "ask": locked.ask.pk}
    record("reach_goal", locked, by=None, municipality=locked.municipality, **facts)
    _tell(locked)
    return True


def people_behind(campaign: Campaign) -> int:
    """How many count: nobody who is set aside, and the signatures on paper on which two people agree."""
    return campaign.pledges.filter(set_aside_at__isnull=True).count() + paper_total(campaign)


def _tell(campaign: Campaign) -> None:
    tell(
        addressees(campaign), lambda: _news(campaign, _("A campaign has reached its goal and asks you for an answer."))
    )
    members = User.objects.filter(
        roles__organisation=campaign.organisation_id, roles__kind__in=ORGANISATION_ROLES
    ).distinct()
    tell(members, lambda: _news(campaign, _("Your campaign has reached its goal. The office has been asked.")))
    if not silence_until(campaign):
        backers = readers_of_news(campaign).exclude(pk__in=members)
        tell(
            backers,
            lambda: _news(
                campaign, _("The campaign you stand behind has reached its goal. The office has been asked.")
            ),
        )


def addressees(campaign: Campaign) -> Iterable[User]:
    """Who can answer: the municipality's officials, or whoever is in the office above it."""
    if campaign.office.level == Level.LOCAL:
        return User.objects.filter(
            roles__kind=RoleKind.OFFICIAL, roles__municipality=campaign.municipality_id
        ).distinct()
    return User.objects.filter(duties__office=campaign.office_id, duties__is_active=True).distinct()


def readers_of_news(campaign: Campaign) -> QuerySet[User]:
    """Who stands behind it and asked to hear about it; also those set aside, who are told nothing of that."""
    return User.objects.filter(
        pledges__campaign=campaign, pledges__wants_news=True, pledges__withdrawn_at__isnull=True
    ).distinct()


def _news(campaign: Campaign, sentence: str) -> News:
    """For a reader of the active language."""
    demand = demands([campaign.pk])[campaign.pk]
    return News(about=demand.title, sentence=sentence, path=demand.path)
