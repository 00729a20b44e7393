"""Writing a comment under a proposal, and taking one's own back."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgeting.comments.actions import remove_comment, write_comment
from budgeting.comments.forms import CommentForm
from budgeting.comments.models import Comment, CommentState
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.views.kept import sign_in_first
from budgeting.views.loading import load_proposal
from budgeting.views.notices import say, say_refused
from budgeting.views.proposals import render_proposal
from budgeting.views.talking import question_of


@require_POST
def comment_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        back_to = f"{reverse('proposal', args=[pk])}#comments"
        return sign_in_first(request, question_of(pk), CommentForm.base_fields, back_to=back_to)
    proposal = load_proposal(request, pk)
    parent = _answered(request, proposal)
    form = CommentForm(request.POST, parent=parent, may_update=is_author(request.user, proposal))
    if form.is_valid():
        try:
            comment = write_comment(proposal, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            is_held = comment.state == CommentState.HELD
            say(request, _("Thank you. A moderator reads your comment before others do.") if is_held else _("Done."))
            return redirect(_place_of(request, comment))
    return render_proposal(request, proposal, refused=form)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("my_page"))
    comment = get_object_or_404(request.user.comments.select_related("proposal"), pk=pk)
    try:
        remove_comment(comment, by=request.user)
    except NotPossible as refusal:
        say_refused(request, refusal)
    else:
        say(request, _("Your comment is removed."))
    return redirect("proposal", comment.proposal.address)


def _answered(request: HttpRequest, proposal: Proposal) -> Comment | None:
    """The comment the posted one replies to, if it does."""
    typed = request.POST.get("parent", "")
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 18:
        raise Http404
    return get_object_or_404(proposal.comments.all(), pk=int(typed))


def _place_of(request: HttpRequest, comment: Comment) -> str:
    """Where it stands: new comments come first, a reply stays on the page of what it answers."""
    number = request.GET.get("comments", "") if comment.parent_id else ""
    query = f"?comments={number}" if number.isdecimal() else ""
    return f"{reverse('proposal', args=[comment.proposal.address])}{query}#comment-{comment.pk}"
