"""The comments on a proposal's page, with the forms to write one."""

from typing import Any

from django.http import HttpRequest

from budgeting.comments.actions import closed_because
from budgeting.comments.forms import CommentForm
from budgeting.comments.models import LONGEST_COMMENT, CommentState
from budgeting.comments.queries import comment_page
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author

KEPT = "kept_comment"
MOST_KEPT = 10 * LONGEST_COMMENT  # letters; anybody may fill a session


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
    kept = _take_kept(request, proposal)
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


def keep_typed(request: HttpRequest, pk: int) -> None:
    """What was typed before the session ended waits in the new one."""
    typed = {name: request.POST.get(name, "")[:MOST_KEPT] for name in CommentForm.base_fields}
    request.session[KEPT] = {**typed, "proposal": pk}


def _take_kept(request: HttpRequest, proposal: Proposal) -> dict[str, str]:
    is_here = request.session.get(KEPT, {}).get("proposal") == proposal.pk
    return request.session.pop(KEPT) if is_here else {}
