"""Where a campaign stands: told from its dates and its ask, never stored."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import pgettext_lazy

from budgeting.responses.models import Response


class CampaignState(TextChoices):
    GATHERING = "gathering", pgettext_lazy("state of a campaign", "Gathering people")
    WAITING = "waiting", pgettext_lazy("state of a campaign", "Waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("state of a campaign", "Answered")
    ARCHIVED = "archived", pgettext_lazy("state of a campaign", "In the archive")

    @classmethod
    def of(cls, campaign: Any) -> "CampaignState":
        """Of a campaign with `has_answer`. Twin of `in_state`.

        One that asks for no more people is in the archive, unless it still waits for an answer.
        """
        if campaign.ask_id and not campaign.has_answer:
            return cls.WAITING
        if campaign.closed_at:
            return cls.ARCHIVED
        return cls.ANSWERED if campaign.ask_id else cls.GATHERING


def in_state(state: str, prefix: str = "") -> Q:
    """The campaigns in a state; `prefix` is the way to them, "campaign__" from their pages."""
    answered = Exists(Response.objects.filter(ask=OuterRef(f"{prefix}ask")))
    not_asked, is_open = Q(**{f"{prefix}ask__isnull": True}), Q(**{f"{prefix}closed_at__isnull": True})
    states: dict[CampaignState, Q] = {
        CampaignState.GATHERING: not_asked & is_open,
        CampaignState.WAITING: ~not_asked & ~Q(answered),
        CampaignState.ANSWERED: ~not_asked & Q(answered) & is_open,
        CampaignState.ARCHIVED: (not_asked | Q(answered)) & ~is_open,
    }
    return states[CampaignState(state)]
