"""Reports of what others wrote, and appeals against rejections."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgeting.comments.models import Comment, CommentState
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import RejectionCode, State
from portal.clock import now


class Verdict(models.TextChoices):
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class Report(models.Model):
    """A reader finds that something breaks the rules. It hides nothing by itself, however many there are."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, related_name="reports")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="reports")
    code = models.CharField(_("What is wrong"), max_length=20, choices=RejectionCode)
    note = models.TextField(_("In your words"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="report_of_one_thing",
                condition=Q(proposal__isnull=False, comment__isnull=True)
                | Q(proposal__isnull=True, comment__isnull=False),
            ),
            models.CheckConstraint(name="report_code", condition=Q(code__in=RejectionCode.values)),
            models.UniqueConstraint(
                fields=["proposal", "by"], condition=Q(proposal__isnull=False), name="one_report_of_a_proposal"
            ),
            models.UniqueConstraint(
                fields=["comment", "by"], condition=Q(comment__isnull=False), name="one_report_of_a_comment"
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def about(self) -> Proposal:
        """The proposal that is reported, or under which the reported comment stands."""
        return self.comment.proposal if self.comment else cast(Proposal, self.proposal)

    @property
    def is_met(self) -> bool:
        """Whether what it found is gone already: the comment hidden or taken back, the proposal rejected."""
        if self.comment:
            return self.comment.state in (CommentState.HIDDEN, CommentState.REMOVED)
        return self.about.state == State.REJECTED


class Appeal(models.Model):
    """The author's one objection to a rejection, decided by somebody who did not reject it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(_("Why the rejection is wrong"), max_length=1500)
    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    rejected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appeal_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("rejected_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
