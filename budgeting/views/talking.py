"""The comments on a proposal's page, with the forms to write one."""

from typing import Any

from django.http import HttpRequest

from budgeting.comments.actions import closed_because
from budgeting.comments.forms import CommentForm
from budgeting.comments.models import CommentState
from budgeting.comments.queries import comment_page
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.views.kept import as_initial, take_kept


def talk_of(request: HttpRequest, proposal: Proposal, refused: CommentForm | None = None) -> dict[str, Any] | None:
    """{"page", "closed", "form"}: who has signed in gets a form, and one at each comment that may be answered.

    A refused form keeps its place, or stands first if what it answers is no longer there. None before publication.
    """
    if not proposal.is_public:
        return None
    page, closed = comment_page(proposal, request.user, request.GET.get("comments")), closed_because(proposal)
    talk = {"page": page, "closed": closed, "form": refused}
    if closed or not request.user.is_authenticated:
        return talk
    kept = as_initial(take_kept(request, question_of(proposal.pk)))
    for comment in page.object_list:
        if comment.state != CommentState.SHOWN or comment.came_from:
            continue
        if refused and refused.parent == comment:
            comment.reply_form, talk["form"] = refused, None
        elif kept.get("parent") == str(comment.pk):
            comment.reply_form, kept = CommentForm(parent=comment, kept=kept), {}
        else:
            comment.reply_form = CommentForm(parent=comment)
    talk["form"] = talk["form"] or CommentForm(kept=kept, may_update=is_author(request.user, proposal))
    return talk


def question_of(pk: int) -> str:
    """The name under which a comment on this proposal waits for its author to sign in."""
    return f"comment-{pk}"
