"""Opening a campaign, standing behind it, no longer doing so, and closing it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible, refuse
from cms.campaigns import bursts
from cms.campaigns.models import LONGEST_PLEDGE_REASON, Campaign, Pledge
from cms.campaigns.permissions import may_close_campaign, may_pledge
from cms.campaigns.reaching import reach_goal
from cms.campaigns.thresholds import petition_goal
from portal.accounts.models import User
from portal.clock import now
from portal.languages.typed import plain_text
from portal.log.models import record

A_WHILE = timedelta(minutes=10)
MOST_IN_A_WHILE = 30


@transaction.atomic
def open_campaign(campaign: Campaign) -> bool:
    """From its first publication people may stand behind it; returns whether it was opened now.

    A petition's number is computed on this day and stays. NotPossible where it cannot be computed.
    """
    locked = _locked(campaign)
    if locked.opened_at:
        return False
    if locked.is_petition:
        locked.goal = petition_goal(locked.municipality)
        locked.registered_voters = locked.municipality.registered_voters
    locked.opened_at = now()
    locked.save(update_fields=["goal", "registered_voters", "opened_at"])
    _catch_up(campaign, locked)
    facts = {"campaign": locked.pk, "organisation": str(locked.organisation), "goal": locked.goal}
    record("open_campaign", locked, by=None, municipality=locked.municipality, **facts)
    return True


@transaction.atomic
def pledge(
    campaign: Campaign,
    *,
    by: User,
    is_named: bool = False,
    reason: str = "",
    reason_language: str = "",
    wants_news: bool = False,
    address: str = "",
) -> Pledge:
    """One more person stands behind the campaign; doing it twice changes nothing.

    The network's `address` is kept as a keyed hash alone. Many from one network within five minutes are set aside
    until two people have decided. The campaign's row is locked, so the goal is reached once however many come at
    once. NotPossible for a campaign that takes nobody, and for whoever comes too often.
    """
    if not may_pledge(by, campaign):
        raise NotAllowed
    locked = _locked(campaign)
    _refuse_unless_open(locked)
    stored = locked.pledges.filter(user=by).first()
    if stored and not stored.withdrawn_at:
        return stored
    reason = plain_text(reason)
    if len(reason) > LONGEST_PLEDGE_REASON:
        refuse({"reason": _("Write at most %(number)s characters.") % {"number": LONGEST_PLEDGE_REASON}})
    mark = bursts.mark_of(locked, address)
    _refuse_a_rush(locked, by, mark)
    one = stored or Pledge(campaign=locked, user=by)
    one.is_named, one.reason, one.wants_news, one.mark = is_named, reason, wants_news, mark
    one.reason_language = (reason_language or get_language() or "") if reason else ""
    one.at, one.withdrawn_at = now(), None
    one.save()
    bursts.set_aside_burst(locked, one)
    reach_goal(locked)
    _catch_up(campaign, locked)
    return one


def _refuse_unless_open(campaign: Campaign) -> None:
    if campaign.closed_at:
        raise NotPossible(_("This campaign is closed. It asks for no more people."))
    if not campaign.opened_at:
        raise NotPossible(_("This campaign has not been published yet."))


def _refuse_a_rush(campaign: Campaign, by: User, mark: str) -> None:
    lately = Pledge.objects.filter(user=by, at__gt=now() - A_WHILE)
    if lately.count() >= MOST_IN_A_WHILE:
        raise NotPossible(_("You have stood behind a lot of campaigns in a short time. Please wait a few minutes."))
    if bursts.is_crowded(campaign, mark):
        raise NotPossible(
            _("Very many people have come from the network you use within an hour. Please try again in an hour.")
        )


@transaction.atomic
def withdraw_pledge(campaign: Campaign, *, by: User) -> None:
    """The person no longer stands behind it, and nothing says that they did; possible as long as it is open.

    What is set aside keeps its place without a word, so that going and coming back does not make it count.
    """
    if not by.is_authenticated:
        raise NotAllowed
    locked = _locked(campaign)
    _refuse_unless_open(locked)
    mine = locked.pledges.filter(user=by)
    cleared = {"reason": "", "reason_language": "", "is_named": False, "wants_news": False}
    mine.filter(set_aside_at__isnull=False).update(withdrawn_at=now(), **cleared)
    mine.filter(set_aside_at__isnull=True).delete()


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User) -> None:
    """The organisation asks for no more people; what was asked of the office goes on, and the page stays.

    The marks of networks are forgotten. NotPossible twice, before it was opened, and while a burst is undecided.
    """
    if not may_close_campaign(by, campaign):
        raise NotAllowed
    locked = _locked(campaign)
    _refuse_unless_open(locked)
    if locked.bursts.filter(decided_at__isnull=True).exists():
        raise NotPossible(_("People are still set aside. The campaign can be closed when it is decided on them."))
    locked.closed_at = now()
    locked.save(update_fields=["closed_at"])
    locked.pledges.exclude(mark="").update(mark="")
    locked.bursts.exclude(mark="").update(mark="")
    _catch_up(campaign, locked)
    record("close_campaign", locked, by=by, municipality=locked.municipality, campaign=locked.pk)


def _locked(campaign: Campaign) -> Campaign:
    return (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("municipality", "organisation")
        .get(pk=campaign.pk)
    )


def _catch_up(campaign: Campaign, stored: Campaign) -> None:
    """What the caller holds says what is stored."""
    for name in ("goal", "registered_voters", "opened_at", "reached_at", "closed_at", "ask_id"):
        setattr(campaign, name, getattr(stored, name))
