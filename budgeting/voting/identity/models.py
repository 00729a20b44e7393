"""What is counted so that nobody can guess for long."""

from django.db import models

from budgeting.cycles.models import Cycle
from portal.clock import now


class Try(models.Model):
    """One try to prove who somebody is. `whose` is a keyed hash of what it is counted against: an address, or an
    address with a number. Kept for a day at most."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="tries")
    whose = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["cycle", "whose", "at"], name="tries_of_somebody")]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.at}"
