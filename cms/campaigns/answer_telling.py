"""Who hears of a campaign's answer: the organisation at once, the backers who want news as they chose."""

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from budgeting.responses.models import Extension, Reopening, Response
from cms.campaigns.demands import demand_of
from cms.campaigns.models import Campaign
from cms.campaigns.reaching import readers_of_news
from portal.accounts.models import ORGANISATION_ROLES, User
from portal.languages.templatetags.languages import day
from portal.languages.texts import read_text
from portal.messages.actions import News, tell

# What is said, with a text of somebody's own and its language; made with the reader's language active.
Saying = Callable[[], tuple[str, str, str]]


def members_of(campaign: Campaign) -> list[User]:
    """Those who speak for the organisation whose campaign it is."""
    held = User.objects.filter(roles__organisation=campaign.organisation_id, roles__kind__in=ORGANISATION_ROLES)
    return list(held.distinct())


def officials_of(campaign: Campaign) -> list[User]:
    """Those who answer by name for an office above the municipalities; a municipality's own look into their inbox."""
    if campaign.ask is None:
        return []
    held = Q(duties__office=campaign.ask.office_id, duties__office__municipality__isnull=True, duties__is_active=True)
    return list(User.objects.filter(held).distinct())


def tell_of_answer(campaign: Campaign, response: Response, *, by: User) -> None:
    def say() -> tuple[str, str, str]:
        reason = read_text(response, "reason")
        return _("The office has answered the campaign."), reason.text, reason.language

    tell_all(campaign, say, by=by)


def tell_of_move(campaign: Campaign, extension: Extension, *, by: User) -> None:
    def say() -> tuple[str, str, str]:
        told = _("The day by which the office answers the campaign was moved to %(day)s.")
        return told % {"day": day(extension.new_owed_on)}, extension.reason, extension.reason_language

    tell_all(campaign, say, by=by)


def tell_of_reopening(campaign: Campaign, reopening: Reopening, *, by: User) -> None:
    def say() -> tuple[str, str, str]:
        told = _("A resident said that it is not done. The office has to answer again.")
        return told, reopening.reason, reopening.reason_language

    tell_all(campaign, say, by=by, officials=True)


def tell_of_overdue(campaign: Campaign) -> None:
    def say() -> tuple[str, str, str]:
        return _("The office has not answered the campaign by the day it was due."), "", ""

    tell_all(campaign, say, by=None, officials=True)


def tell_all(campaign: Campaign, say: Saying, *, by: User | None, officials: bool = False) -> None:
    """Tells the organisation, the backers and perhaps who is asked, each once, but nobody of an own act.

    Nobody is told of a campaign that cannot be read any more.
    """
    if demand_of(campaign) is None:
        return

    def news() -> News:
        demand = demand_of(campaign)
        if demand is None:
            raise LookupError("Readable a moment ago.")
        sentence, detail, language = say()
        return News(demand.title, sentence, demand.path, detail, language)

    near = [*members_of(campaign), *(officials_of(campaign) if officials else [])]
    told = {by.pk} if by else set()
    tell(_others(near, told), news, is_own=True)
    tell(_others(readers_of_news(campaign), told), news)


def _others(people: Iterable[User], told: set[int]) -> list[User]:
    """Those not told yet, who from now on are."""
    new = {user.pk: user for user in people if user.pk not in told}
    told |= new.keys()
    return list(new.values())
