"""Issued voting cards, in the batches they were printed in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from portal.clock import today


class CardBatch(models.Model):
    """Cards printed together for one place. How many were issued and spoiled is known; which were used is not.

    `mark` comes from the form that asked for the batch, so that a form sent twice issues it once.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="card_batches")
    place = models.CharField(_("For which place"), max_length=120, blank=True)
    count = models.PositiveIntegerField()
    spoiled = models.PositiveIntegerField(default=0)
    issued_on = models.DateField(default=today, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(name="spoiled_were_issued", condition=Q(spoiled__lte=F("count"))),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.count}"

    @property
    def is_spoiled(self) -> bool:
        return self.spoiled == self.count


class Card(models.Model):
    """A card that was printed. Only a keyed hash of its code is kept, under another key than the roll's:
    the table of cards says how many were issued where, and not which of them has voted.

    A card bound to a person holds the person's voter key, sealed under its own code, and `holder`, a keyed hash
    by which a lost card is found when its person gets another. A spoiled card opens no vote.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="cards")
    batch = models.ForeignKey(CardBatch, on_delete=models.PROTECT, related_name="cards")
    code_hash = models.CharField(max_length=64)
    sealed_key = models.TextField(blank=True, editable=False)
    holder = models.CharField(max_length=64, blank=True, editable=False)
    is_spoiled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code_hash"], name="one_card_per_code"),
            models.UniqueConstraint(
                fields=["cycle", "holder"], condition=~Q(holder="") & Q(is_spoiled=False), name="one_card_per_holder"
            ),
            models.CheckConstraint(
                name="bound_card_is_sealed", condition=Q(holder="", sealed_key="") | ~Q(holder="") & ~Q(sealed_key="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.batch)
