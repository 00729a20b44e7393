"""Counts and outcomes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.counting.types import Reason
from budgeting.cycles.models import CountingRule, Cycle
from budgeting.proposals.models import Proposal
from portal.clock import now

REASONS: dict[str, str | Promise] = {
    Reason.FITS: _("Its turn came while there was enough money for it."),
    Reason.NO_MONEY_LEFT: _("When its turn came, less money was left than it costs."),
    Reason.NO_VOTES: _("Nobody chose it."),
}


class Count(models.Model):
    """One run of a counting rule over the ballots of a cycle. Published as soon as it exists."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="count")
    rule = models.CharField(max_length=20, choices=CountingRule)
    lot_seed = models.CharField(max_length=64)
    ballots = models.PositiveIntegerField(help_text="How many were counted.")
    envelope_tetri = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField(default=now, editable=False)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.cycle} · {self.get_rule_display()}"


class Outcome(models.Model):
    """What a count decided for one project: its turn, its votes, whether it is funded and why."""

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="outcomes")
    project = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="outcomes")
    place = models.PositiveIntegerField()
    votes = models.PositiveIntegerField()
    cost_tetri = models.PositiveBigIntegerField()
    is_funded = models.BooleanField()
    reason = models.CharField(max_length=20)
    left_tetri = models.PositiveBigIntegerField(help_text="Money left when its turn came.")
    is_tied = models.BooleanField(help_text="Another project had as many votes.")
    is_selected_officially = models.BooleanField(null=True, help_text="In an imported election: what its city decided.")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["count", "project"], name="one_outcome_per_project"),
            models.UniqueConstraint(fields=["count", "place"], name="one_project_per_place"),
            models.CheckConstraint(name="outcome_reason", condition=Q(reason__in=list(REASONS))),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.project}"

    @property
    def sentence(self) -> str | Promise:
        return REASONS[self.reason]

    @property
    def missing_tetri(self) -> int:
        """How much more money its turn would have needed; 0 when it was enough."""
        return max(0, self.cost_tetri - self.left_tetri)
