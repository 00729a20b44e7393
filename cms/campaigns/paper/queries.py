"""What two people have counted on paper, and what waits to be counted again."""

from django.db.models import QuerySet, Sum

from cms.campaigns.models import Campaign
from cms.campaigns.paper.models import PaperBatch
from portal.accounts.models import User


def paper_total(campaign: Campaign) -> int:
    """The signatures that count: those on which two people agree."""
    return campaign.paper_batches.aggregate(total=Sum("total"))["total"] or 0


def batches_to_read(campaign: Campaign, user: User) -> QuerySet[PaperBatch]:
    """The batches on which nobody agrees yet and that this person has not counted, as long as their scan is there."""
    waiting = campaign.paper_batches.filter(agreed_at__isnull=True).exclude(scan="")
    return waiting.exclude(readings__by=user)
