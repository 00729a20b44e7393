"""The end of scans: names, personal numbers and addresses of those who signed are not kept without need."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from cms.campaigns.models import Campaign
from cms.campaigns.paper.models import PaperBatch
from portal.clock import now
from portal.log.models import record

KEPT_FOR = timedelta(days=30)
KEPT_AT_MOST = timedelta(days=365)


def old_scans() -> QuerySet[PaperBatch]:
    """What nobody needs any more: 30 days after the campaign was answered or closed, and a year after it came.

    Sheets that came after the answer have their 30 days from then.
    """
    old = now() - KEPT_FOR
    is_over = Q(campaign__closed_at__lt=old) | Q(campaign__ask__responses__answered_at__lt=old)
    is_due = Q(added_at__lt=old) & is_over | Q(added_at__lt=now() - KEPT_AT_MOST)
    return PaperBatch.objects.filter(is_due).exclude(scan="").distinct()


def forget_scans() -> int:
    """Deletes the scans that are old; what was counted on them stays. Returns how many. Several at once do it once."""
    campaigns = Campaign.objects.filter(paper_batches__in=old_scans().order_by()).distinct()
    return sum(_forget_of(campaign) for campaign in campaigns.select_related("municipality"))


@transaction.atomic
def _forget_of(campaign: Campaign) -> int:
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    batches = list(old_scans().filter(campaign=campaign))
    if batches:
        PaperBatch.objects.filter(pk__in=[batch.pk for batch in batches]).update(scan="")
        record("forget_scans", campaign, by=None, municipality=campaign.municipality, scans=len(batches))
    transaction.on_commit(lambda: _delete_files(batches))
    return len(batches)


def _delete_files(batches: list[PaperBatch]) -> None:
    for batch in batches:
        batch.scan.storage.delete(batch.scan.name)
