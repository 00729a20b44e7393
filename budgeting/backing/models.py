"""Who backs which proposal, once."""

from django.conf import settings
from django.db import models

from budgeting.proposals.models import Proposal
from portal.clock import now


class Backing(models.Model):
    """One person stands behind one proposal. Only the number is public."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="backings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="one_backing_per_person")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"
