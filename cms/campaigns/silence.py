"""The days before the end of a vote in which nobody campaigns, where the municipality's rule has such days.

In them no campaign about that municipality, or about the vote itself, and no news of one is published for the first
time, told, or shown on the home page or the municipality's. What is published already stays, and people may go on
standing behind it: that is a quiet act of their own, a petition is a right that a vote does not suspend, and nobody
is asked to. An organisation's own page and the list of all campaigns show them as before.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from budgeting.cycles.models import Cycle
from cms.campaigns.models import Campaign
from portal.clock import now
from portal.places.models import Municipality


def is_silent(of: str = "") -> Exists:
    """Whether a campaign keeps the silence now; `of` is the way to it from what is looked for, as "campaign__"."""
    return Exists(_votes_about(of))


def silence_end() -> Subquery:
    """`silence_until` of each campaign of a query."""
    return Subquery(_votes_about().order_by("-voting_until_at").values("voting_until_at")[:1])


def _votes_about(of: str = "") -> QuerySet[Cycle]:
    place, campaign = OuterRef(f"{of}municipality"), OuterRef(f"{of}pk")
    return silent_votes().filter(Q(municipality=place) | Q(campaigns=campaign))


def silence_until(campaign: Campaign) -> datetime | None:
    """When the silence that the campaign keeps now is over; None while there is none. One query."""
    return _until(Q(municipality=campaign.municipality_id) | Q(campaigns=campaign.pk))


def silence_about(municipality: Municipality, cycles: Iterable[Cycle]) -> datetime | None:
    """The same for a campaign that is not stored yet, about this municipality and these cycles."""
    return _until(Q(municipality=municipality) | Q(pk__in=[cycle.pk for cycle in cycles]))


def _until(concerned: Q) -> datetime | None:
    return silent_votes().filter(concerned).aggregate(until=Max("voting_until_at"))["until"]


def silent_votes() -> QuerySet[Cycle]:
    """The votes that are sure to take place and whose last days it is."""
    days = ExpressionWrapper(Cast("silence_days", IntegerField()) * Value(timedelta(days=1)), DurationField())
    last = ExpressionWrapper(Value(now()) + days, DateTimeField())
    to_come = Cycle.objects.filter(silence_days__gt=0, voting_cleared_at__isnull=False, voting_until_at__gt=now())
    return to_come.filter(voting_until_at__lte=last)
