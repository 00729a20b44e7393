"""Motions: what one official wants done, and who seconded it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from budgeting.cycles.models import Cycle
from portal.clock import now


class Act(models.TextChoices):
    """What takes two officials. (Opening a stage takes them too: `GateSignature`.)"""

    EXTEND = "extend", pgettext_lazy("motion", "Extend the vote")
    CLOSE = "close", pgettext_lazy("motion", "Close the vote")
    COUNT = "count", pgettext_lazy("motion", "Count the ballots")
    PUBLISH = "publish", pgettext_lazy("motion", "Publish the count")
    DECIDE = "decide", pgettext_lazy("motion", "Decide on ballots in quarantine")
    WITHDRAW = "withdraw", pgettext_lazy("motion", "Withdraw a project from the vote")


class MotionQuerySet(models.QuerySet["Motion"]):
    def waiting(self) -> "MotionQuerySet":
        """Moved, and neither seconded nor dropped."""
        return self.filter(seconded_at__isnull=True, dropped_at__isnull=True)


class Motion(models.Model):
    """One official moves an act with its `facts`; it is done when another seconds those very facts.

    `subject` tells apart what may be moved at the same time, such as two groups of ballots; "" where there is one.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="motions")
    act = models.CharField(max_length=10, choices=Act)
    subject = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=now, editable=False)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = MotionQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="motion_act", condition=Q(act__in=Act.values)),
            models.CheckConstraint(
                name="motion_of_two_people", condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("moved_by"))
            ),
            models.UniqueConstraint(
                fields=["cycle", "act", "subject"],
                condition=Q(seconded_at__isnull=True, dropped_at__isnull=True),
                name="one_waiting_motion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.cycle}"
