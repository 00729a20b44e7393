"""How much each officer has looked up."""

from django.conf import settings
from django.db import models

from budgeting.cycles.models import Cycle
from portal.clock import today


class CheckDay(models.Model):
    """How many people one officer has looked up on one day, and how many codes and cards were handed over.

    Counts and no person, for all officers to see: so that nobody browses the roll unseen.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="check_days")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=today, editable=False)
    looked_up = models.PositiveIntegerField(default=0)
    codes = models.PositiveIntegerField(default=0)
    cards = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-on", "officer"]
        constraints = [models.UniqueConstraint(fields=["cycle", "officer", "on"], name="one_check_day")]

    def __str__(self) -> str:
        return f"{self.officer} · {self.on}"
