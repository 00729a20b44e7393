"""Projects withdrawn from a vote."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgeting.motions.models import Motion
from budgeting.proposals.models import Proposal
from portal.clock import now


class Withdrawal(models.Model):
    """A project that can no longer be chosen or win. It stays on the ballot with its number, and ballots that name
    it stay as they are: votes for it do not count, the other choices do."""

    project = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("Reason"), max_length=500)
    reason_language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["project__number"]

    def __str__(self) -> str:
        return f"№ {self.project.number} {self.project}"
