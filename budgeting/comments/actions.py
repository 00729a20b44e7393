"""Changes to comments."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.comments.models import Comment, CommentState
from budgeting.comments.permissions import may_moderate_comment
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.states import RejectionCode
from portal.accounts.models import User
from portal.log.models import record


@transaction.atomic
def show_comment(comment: Comment, *, by: User) -> None:
    """A moderator lets the public read a comment that was held or hidden."""
    _move(comment, (CommentState.HELD, CommentState.HIDDEN), CommentState.SHOWN, by=by, code="")


@transaction.atomic
def hide_comment(comment: Comment, *, by: User, code: str) -> None:
    """A moderator hides a comment for a rejection code; its place says so. NotPossible without one."""
    if code not in RejectionCode.values:
        raise NotPossible(_("Choose why it is hidden."))
    _move(comment, (CommentState.HELD, CommentState.SHOWN), CommentState.HIDDEN, by=by, code=code)


def _move(comment: Comment, before: tuple[CommentState, ...], after: CommentState, *, by: User, code: str) -> None:
    if not may_moderate_comment(by, comment):
        raise NotAllowed
    if not Comment.objects.filter(pk=comment.pk, state__in=before).update(state=after, reason=code):
        raise NotPossible(_("Somebody has already decided on this comment."))
    comment.state, comment.reason = after, code
    act = "show_comment" if after == CommentState.SHOWN else "hide_comment"
    record(act, comment.pk, by=by, municipality=comment.proposal.cycle.municipality, comment=comment.pk, code=code)
