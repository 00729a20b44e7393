"""Many people from one network at once: found while they come, set aside, and decided on by two.

What is public: from how many it is looked at, how often it was, and what was decided. The network is never kept: its
place is taken by a keyed hash that is another one in every campaign, and that is forgotten after a day.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.traces import block_of
from budgeting.watching.queries import shared_address
from cms.campaigns.models import Campaign, Pledge, PledgeBurst, Verdict
from cms.campaigns.permissions import may_decide_burst
from cms.campaigns.reaching import reach_goal
from portal.accounts.models import User
from portal.clock import now
from portal.languages.typed import plain_text
from portal.log.models import record

WINDOW = timedelta(minutes=5)
MOST_UNSEEN, FEWEST_SEEN = 30, 10  # as many as with ballots (`budgeting/watching/bursts.py`), fewer for a low goal
KEPT_FOR = timedelta(days=1)
HOUR = timedelta(hours=1)
MOST_AN_HOUR = 200
LONGEST_REASON = 500


def fewest_of(campaign: Campaign) -> int:
    """From how many it is a burst: half of the goal, from 10 to 30. The editor takes no lower goal, so no burst reaches one."""
    return max(FEWEST_SEEN, min(MOST_UNSEEN, campaign.goal // 2))


def mark_of(campaign: Campaign, address: str) -> str:
    """What stands for the network an address lies in; "" for one that is known to be shared, and for no address."""
    block = block_of(shared_address(campaign.municipality, address))
    return salted_hmac(f"cms.pledge.{campaign.pk}", block, algorithm="sha256").hexdigest() if block else ""


def is_crowded(campaign: Campaign, mark: str) -> bool:
    """Whether no more come from this network for now."""
    return bool(mark) and campaign.pledges.filter(mark=mark, at__gt=now() - HOUR).count() >= MOST_AN_HOUR


def set_aside_burst(campaign: Campaign, latest: Pledge) -> None:
    """Sets aside everybody who came from the latest one's network within five minutes, if they are too many.

    Who comes after them joins the group as long as it is undecided and no five minutes pass without anybody. Call
    it with the campaign's row locked.
    """
    if not latest.mark:
        return
    at = now()
    group = campaign.bursts.filter(mark=latest.mark, decided_at__isnull=True, last_at__gt=at - WINDOW).first()
    recent = campaign.pledges.filter(mark=latest.mark, at__gt=at - WINDOW, burst__isnull=True)
    if group is None:
        if recent.count() < fewest_of(campaign):
            return
        group = PledgeBurst.objects.create(campaign=campaign, mark=latest.mark)
    recent.update(burst=group, set_aside_at=at)
    group.last_at, group.total = at, group.pledges.count()
    group.moved_by, group.verdict, group.reason = None, "", ""  # what was moved was about fewer people
    group.save()
    latest.refresh_from_db()


@transaction.atomic
def decide_burst(burst: PledgeBurst, *, by: User, verdict: str, reason: str) -> bool:
    """Moves a verdict, or decides as another person has moved; returns whether it is decided now.

    A second person who thinks otherwise moves that instead. NotPossible without a reason, while people may still
    join the group, for the same person twice, and once it is decided.
    """
    if not may_decide_burst(by, burst):
        raise NotAllowed
    # The campaign first, as whoever stands behind it does: two that wait for each other would both fail.
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("municipality", "organisation")
        .get(pk=burst.campaign_id)
    )
    locked = PledgeBurst.objects.select_for_update(of=("self",)).get(pk=burst.pk)
    locked.campaign = campaign
    reason = plain_text(reason)[:LONGEST_REASON]
    _refuse_verdict(locked, by, verdict, reason)
    is_second = locked.moved_by_id is not None and locked.verdict == verdict
    if is_second:
        locked.decided_by, locked.decided_at = by, now()
    else:
        locked.moved_by, locked.verdict, locked.reason = by, verdict, reason
    locked.save()
    facts = {"campaign": campaign.pk, "burst": locked.pk, "verdict": verdict, "reason": reason, "total": locked.total}
    act = "decide_burst" if is_second else "move_burst"
    record(act, campaign, by=by, municipality=campaign.municipality, **facts)
    if is_second and verdict == Verdict.KEEP:
        locked.pledges.filter(withdrawn_at__isnull=False).delete()
        locked.pledges.update(set_aside_at=None)
        reach_goal(campaign)
    return is_second


def _refuse_verdict(burst: PledgeBurst, by: User, verdict: str, reason: str) -> None:
    if burst.decided_at:
        raise NotPossible(_("Two people have decided on this already."))
    if verdict not in Verdict.values:
        raise NotPossible(_("Choose what becomes of them."), faults={"verdict": _("Choose what becomes of them.")})
    if not reason:
        raise NotPossible(_("Give a reason. Everybody will read it."), faults={"reason": _("Give a reason.")})
    if burst.last_at > now() - WINDOW:
        raise NotPossible(_("People may still join this group. Decide when its five minutes are over."))
    if burst.moved_by_id == by.pk:
        raise NotPossible(_("You have moved this already; another person has to decide as well."))


def forget_marks() -> int:
    """Empties what stood for networks a day ago: nothing asks for it any more. Returns how many rows."""
    old = now() - KEPT_FOR
    pledges = Pledge.objects.filter(at__lt=old).exclude(mark="").update(mark="")
    return pledges + PledgeBurst.objects.filter(last_at__lt=old).exclude(mark="").update(mark="")
