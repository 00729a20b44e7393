"""Groups of people who are set aside, in the inbox of those who decide on them."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from budgeting.desk.lists import AddedList, adds_list
from budgeting.motions.queries import SOON
from budgeting.waiting import Task, Waiting
from cms.campaigns.asked import WaitingCampaigns
from cms.campaigns.bursts import WINDOW
from cms.campaigns.models import PledgeBurst
from portal.accounts.models import User
from portal.clock import now


def bursts_to_decide(user: User) -> Waiting:
    """The groups this person may decide on now, the oldest first (twin of `may_decide_burst`). Overdue after a day.

    Without those that people may still join, and those on which this person has moved a verdict.
    """
    rows = PledgeBurst.objects.filter(decided_at__isnull=True, last_at__lte=now() - WINDOW).exclude(moved_by=user.pk)
    if not user.is_active or not user.is_superuser:
        rows = rows.none()
    rows = rows.exclude(campaign__organisation__in=_places(user, "organisation"))
    rows = rows.exclude(campaign__municipality__in=_places(user, "municipality"))
    rows = rows.exclude(campaign__pledges__user=user.pk)
    late = Q(found_at__lt=now() - SOON)
    return WaitingCampaigns(rows.select_related("campaign__municipality"), late, ("found_at",), _as_task)


def _places(user: User, kind: str) -> list[int]:
    places = (getattr(role, f"{kind}_id") for role in user.held_roles)
    return [place for place in places if place]


def _as_task(burst: Any) -> Task:
    return Task(
        title=burst.demand.title.text if burst.demand else "",
        language=burst.demand.title.language if burst.demand else "",
        path=f"{reverse('desk_pledge_bursts')}#group-{burst.pk}",
        municipality=burst.campaign.municipality.name,
        what=_("People who are set aside"),
        since=localdate(burst.found_at),
        due_on=localdate(burst.found_at + SOON),
        is_overdue=burst.is_late,
    )


adds_list(AddedList("bursts", _("People who are set aside"), lambda user: user.is_superuser, bursts_to_decide))
