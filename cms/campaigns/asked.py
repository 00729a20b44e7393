"""Campaigns among all that is asked: in the public lists, and in the inbox of those who owe an answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from budgeting.desk.lists import AddedList, adds_list
from budgeting.responses.models import Ask
from budgeting.responses.permissions import asks_answered_by
from budgeting.responses.queries import owed_asks
from budgeting.responses.subjects import Subject, reads_subjects
from budgeting.waiting import Task, Waiting
from cms.campaigns.demands import demands
from cms.campaigns.models import Campaign
from cms.models import CampaignPage
from portal.accounts.models import ORGANISATION_ROLES, Role, RoleKind, User
from portal.accounts.roles import places_as
from portal.clock import today


@reads_subjects
def asked_campaigns(asks: Iterable[Ask]) -> dict[int, Subject]:
    """{ask_pk: the campaign, as a list shows it} of the asks of campaigns that the public may read."""
    rows = dict(Campaign.objects.filter(ask__in=[ask.pk for ask in asks]).values_list("pk", "ask_id"))
    read = demands(rows) if rows else {}
    return {rows[pk]: Subject(demand.title, demand.path) for pk, demand in read.items()}


def public_campaigns() -> QuerySet[Campaign]:
    """Those of which at least one page can be read by everybody."""
    pages = CampaignPage.objects.live().public().filter(campaign=OuterRef("pk"))
    return Campaign.objects.filter(Exists(pages.order_by()))


def campaigns_at_desk(user: User) -> QuerySet[Campaign]:
    """The campaigns that ask an office this person is in, and everybody may read."""
    asks = Ask.objects.filter(asks_answered_by(user))
    return public_campaigns().filter(ask__in=asks)


class WaitingCampaigns(Waiting):
    """Rows with a campaign; each gets its `demand` (or None), read together, for demands stand on pages."""

    def __getitem__(self, part: slice) -> list[Task]:
        rows = list(self.marked()[part])
        read = demands(row.campaign.pk for row in rows)
        for row in rows:
            row.demand = read.get(row.campaign.pk)
        return [self.as_task(row) for row in rows]


def campaigns_to_answer(user: User) -> Waiting:
    """Campaigns that this person's offices owe a word on, but for those of an organisation this person speaks for."""
    own = Role.objects.filter(user=user.pk, kind__in=ORGANISATION_ROLES).values("organisation")
    open_to_user = public_campaigns().exclude(organisation__in=own)
    rows = owed_asks(user).filter(campaign__in=open_to_user).select_related("campaign")
    return WaitingCampaigns(rows, Q(owed_on__lt=today()), ("owed_on",), _as_task)


def _as_task(ask: Any) -> Task:
    return Task(
        title=ask.demand.title.text if ask.demand else "",
        language=ask.demand.title.language if ask.demand else "",
        path=reverse("desk_campaign", args=[ask.campaign.pk]),
        municipality=ask.municipality.name,
        what=_("Campaign"),
        since=localdate(ask.asked_at),
        due_on=ask.owed_on,
        is_overdue=ask.is_late,
    )


def _answers_campaigns(user: User) -> bool:
    return bool(places_as(user, RoleKind.OFFICIAL)) or user.has_duties


adds_list(AddedList("campaigns", _("Campaigns to answer"), _answers_campaigns, campaigns_to_answer))
