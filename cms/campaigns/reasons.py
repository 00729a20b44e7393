"""Reasons people give: anybody may report one, a moderator of the municipality may hide one, the organisation may not."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from cms.campaigns.demands import demand_of
from cms.campaigns.models import Pledge
from cms.campaigns.permissions import may_hide_reason
from portal.accounts.models import RoleKind, User
from portal.clock import now
from portal.languages.texts import Reading, TranslationState
from portal.languages.typed import plain_text
from portal.log.models import record
from portal.messages.actions import News, tell

LONGEST_HIDING = 500


@transaction.atomic
def report_reason(pledge: Pledge, *, by: User) -> None:
    """Tells the moderators of the municipality about a reason, once however many report it. Nobody sees who did."""
    if not by.is_authenticated:
        raise NotAllowed
    if not Pledge.objects.filter(pk=pledge.pk, reported_at=None, hidden_at=None).update(reported_at=now()):
        return
    moderators = User.objects.filter(
        roles__kind=RoleKind.MODERATOR, roles__municipality=pledge.campaign.municipality_id
    ).distinct()
    tell(moderators, lambda: _news(pledge))


def _news(pledge: Pledge) -> News:
    demand = demand_of(pledge.campaign)
    return News(
        about=demand.title if demand else Reading("", get_language() or "", TranslationState.ORIGINAL),
        sentence=_("A reason given under a campaign was reported. Please read it and decide."),
        path=reverse("campaign_reason", args=[pledge.pk]),
        detail=pledge.reason,
        detail_language=pledge.reason_language,
    )


@transaction.atomic
def hide_reason(pledge: Pledge, *, by: User, reason: str) -> None:
    """Takes what somebody wrote off the page; the person still counts, and the log says why. NotPossible twice."""
    if not may_hide_reason(by, pledge):
        raise NotAllowed
    reason = plain_text(reason)[:LONGEST_HIDING]
    if not reason:
        raise NotPossible(_("Give a reason."), faults={"reason": _("Give a reason.")})
    if not Pledge.objects.filter(pk=pledge.pk, hidden_at=None).exclude(reason="").update(hidden_at=now()):
        raise NotPossible(_("This is hidden already."))
    pledge.refresh_from_db()
    campaign = pledge.campaign
    record("hide_reason", campaign, by=by, municipality=campaign.municipality, campaign=campaign.pk, reason=reason)
