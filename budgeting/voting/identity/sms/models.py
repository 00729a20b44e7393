"""Codes that were sent, who voted with which phone, and what a cycle spends on messages.

Phones, addresses and people stand here as HMACs under the cycle's phone key. Attempts are kept for a day at most, and
nothing but the counts outlives the close.
"""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from portal.clock import now


class SmsAttempt(models.Model):
    """One code. `used_for` is the hash of the browser's mark for which it was used, so that the same request sent
    again still opens the vote; `has_failed` if the gateway did not take the message."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="sms_attempts")
    code_hash = models.CharField(max_length=64, editable=False)
    phone_key = models.CharField(max_length=64, editable=False)
    address_key = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField(default=now, editable=False, db_index=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    used_for = models.CharField(max_length=64, blank=True, editable=False)
    has_failed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["cycle", "phone_key", "sent_at"], name="sms_to_a_phone"),
            models.Index(fields=["cycle", "address_key", "sent_at"], name="sms_from_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.sent_at}"


class PhoneVoter(models.Model):
    """Somebody has proved who they are with a phone: so that few people vote with the same one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="phone_voters")
    phone_key = models.CharField(max_length=64, editable=False)
    voter_mark = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "phone_key", "voter_mark"], name="one_row_per_phone_and_voter")
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.pk}"


class SmsAccount(models.Model):
    """What a cycle may spend on messages and has spent. `crowded` counts the people who were told that too many have
    voted with their phone already."""

    DEFAULT_MOST = 10_000

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, primary_key=True, related_name="sms_account")
    most = models.PositiveIntegerField(
        _("Most text messages"),
        default=DEFAULT_MOST,
        validators=[MaxValueValidator(10_000_000)],
        help_text=_("When so many are sent, no further code goes out in this vote."),
    )
    sent = models.PositiveIntegerField(default=0, editable=False)
    crowded = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.sent} / {self.most}"

    @property
    def is_spent(self) -> bool:
        return self.sent >= self.most
