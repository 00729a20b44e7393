"""Signed sheets of a campaign, what each person counted on them, and the day they were handed over."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.campaigns.models import Campaign
from portal.clock import now

LONGEST_WORDS = 1000


class PaperBatch(models.Model):
    """Some signed sheets with their scan. They count once two people have read the same number of signatures.

    The scan has names and personal numbers on it: nobody sees it but those who count, and it is deleted when nobody
    needs it any more (`forgetting.py`).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="paper_batches")
    scan = models.FileField(upload_to="scans/", blank=True)
    total = models.PositiveIntegerField(null=True, help_text="What two people read.")
    agreed_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_counts_when_two_agree",
                condition=Q(total__isnull=True, agreed_at__isnull=True)
                | Q(total__isnull=False, agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.pk}"


class PaperReading(models.Model):
    """How many signatures one person counted on a batch, without seeing what another counted."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "by"], name="one_reading_per_person")]

    def __str__(self) -> str:
        return f"{self.batch_id}"


class HandOver(models.Model):
    """The day a campaign's signatures were handed to whom it addresses, with a photo."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="hand_over")
    handed_on = models.DateField(_("Day"))
    received_by = models.CharField(_("Who received it"), max_length=200)
    words = models.TextField(_("In your words"), max_length=LONGEST_WORDS, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    photo = models.FileField(upload_to="hand-overs/", blank=True)
    photo_alt = models.CharField(_("What the photo shows"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handed_over_photo_is_described",
                condition=Q(photo="") | ~Q(photo_alt=""),
                violation_error_message=_("Say what the photo shows."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.handed_on}"
