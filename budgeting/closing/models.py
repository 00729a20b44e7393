"""What is left of a vote once it is closed. The two sealed tables only grow: the database refuses everything else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion


class Closing(models.Model):
    """The close of one cycle's vote: when, by whose motion, and the numbers at that moment (`facts`).

    `key_gone_at` stays empty while the cycle's key can still be read somewhere, or deleted rows in the database's files.
    """

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="closing")
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    key_gone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.cycle} · {self.closed_at:%Y-%m-%d}"


class Fate(models.TextChoices):
    COUNTED = "counted", _("Counted")
    SET_ASIDE = "set_aside", _("Set aside by a decision of two officials")
    SUPERSEDED = "superseded", _("Overtaken by a ballot on paper")


class SealedBallot(models.Model):
    """What somebody voted. Stored in a random order in one go; nothing of its earlier row is left.

    One that paper has overtaken is stored without its choices."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sealed_ballots")
    choices = models.JSONField()
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.COUNTED)

    class Meta:
        constraints = [models.CheckConstraint(name="sealed_ballot_fate", condition=Q(fate__in=Fate.values))]

    def __str__(self) -> str:
        return str(self.pk)


class SealedReceipt(models.Model):
    """The SHA-256 of a receipt, in another random order than the ballots: it says that a ballot counted, not which."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sealed_receipts")
    digest = models.CharField(max_length=64)
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.COUNTED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "digest"], name="one_sealed_receipt"),
            models.CheckConstraint(name="sealed_receipt_fate", condition=Q(fate__in=Fate.values)),
        ]

    def __str__(self) -> str:
        return self.digest
