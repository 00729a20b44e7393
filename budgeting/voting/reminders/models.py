"""Who asked to be reminded, as little of it as a reminder needs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from budgeting.cycles.models import Cycle
from portal.accounts.models import Channel


class DraftReminder(models.Model):
    """A contact to write to before the vote ends. Nothing of a ballot, of a voter or of a browser stands here.

    `contact` is sealed under the cycle's key, `contact_key` an HMAC that keeps each contact to one row a cycle.
    `told_hours` is the last of the moments (in hours before the end) that is done with; NULL: none yet.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="reminders")
    contact_key = models.CharField(max_length=64, editable=False)
    contact = models.TextField(editable=False)
    channel = models.CharField(max_length=5, choices=Channel)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    told_hours = models.PositiveSmallIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a sending has failed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "contact_key"], name="one_reminder_per_contact"),
            models.CheckConstraint(name="reminder_channel", condition=Q(channel__in=Channel.values)),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.channel}"
