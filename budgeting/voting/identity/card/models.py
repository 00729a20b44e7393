"""Issued voting cards."""

from django.db import models

from budgeting.cycles.models import Cycle
from portal.clock import today


class Card(models.Model):
    """A card that was printed. Only a keyed hash of its code is kept, under another key than the roll's:
    the table of cards says how many were issued where, and not which of them has voted.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="cards")
    code_hash = models.CharField(max_length=64)
    place = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(default=today, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "code_hash"], name="one_card_per_code")]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.place}"
