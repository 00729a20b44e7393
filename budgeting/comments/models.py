"""Comments under a proposal, one level of replies, and the authors' updates."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.proposals.models import Proposal, ProposalEvent
from portal.clock import now

LONGEST_COMMENT = 1500


class CommentState(models.TextChoices):
    HELD = "held", pgettext_lazy("state of a comment", "Waiting for moderation")
    SHOWN = "shown", pgettext_lazy("state of a comment", "Public")
    HIDDEN = "hidden", pgettext_lazy("state of a comment", "Hidden by a moderator")
    REMOVED = "removed", pgettext_lazy("state of a comment", "Removed by its author")


class Comment(models.Model):
    """What somebody wrote under a proposal, in one language. An update is an author's word to all who follow."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="comments")
    author_name = models.CharField(max_length=80)
    is_update = models.BooleanField(default=False)
    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("Your comment"), validators=[MaxLengthValidator(LONGEST_COMMENT)])
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.SHOWN)
    reason = models.CharField(max_length=20, blank=True, help_text="Why it was hidden: a rejection code.")
    event = models.OneToOneField(
        ProposalEvent,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="The line on the timeline that tells of an update.",
    )
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["proposal", "state", "at"])]
        constraints = [
            models.CheckConstraint(name="comment_state", condition=Q(state__in=CommentState.values)),
            models.CheckConstraint(name="update_is_no_reply", condition=Q(is_update=False) | Q(parent__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def name(self) -> str:
        """Who wrote it, as they are called today; as they were called then, once the account is gone."""
        return str(self.author) if self.author else self.author_name
