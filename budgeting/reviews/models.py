"""The verdict of a review."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.proposals.models import Proposal
from portal.clock import now


class Review(models.Model):
    """One review of one proposal. A feasible one has a cost; any verdict has a reason."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="review")
    is_feasible = models.BooleanField(_("Feasible"))
    cost_tetri = models.PositiveBigIntegerField(_("Cost"), null=True, blank=True)
    cost_source = models.CharField(_("Where the cost comes from"), max_length=200, blank=True)
    reason = models.TextField(_("Reason the public reads"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feasible_has_cost",
                condition=Q(is_feasible=False) | Q(cost_tetri__isnull=False, cost_tetri__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.is_feasible}"
