"""What moderators decide on beside proposals: held comments, reports, appeals. It never shows who reported."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.comments.actions import hide_comment, show_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.comments.permissions import may_moderate_comment
from budgeting.desk.access import staff_only
from budgeting.desk.acts import Act, acts_context, make_act, run_posted
from budgeting.desk.forms import EmptyForm, ReasonForm, RejectionForm
from budgeting.desk.moderation_form import CodeForm, HideForm, ShowForm
from budgeting.errors import NotAllowed
from budgeting.moderation.appeals import decide_appeal
from budgeting.moderation.models import Appeal, Report, Verdict
from budgeting.moderation.permissions import may_decide_appeal, may_decide_report
from budgeting.moderation.reports import decide_report
from budgeting.proposals.models import Proposal
from budgeting.views.notices import say
from portal.accounts.models import RoleKind
from portal.accounts.roles import places_as


@staff_only
def comment_desk(request: HttpRequest, pk: int) -> HttpResponse:
    places = places_as(request.user, RoleKind.MODERATOR)
    own = Comment.objects.filter(proposal__cycle__municipality__in=places).exclude(state=CommentState.REMOVED)
    comment = get_object_or_404(own.select_related("author", "proposal__cycle__municipality"), pk=pk)
    acts, seen = [], {"seen": comment.state}
    if may_moderate_comment(request.user, comment):
        if comment.state != CommentState.SHOWN:
            acts.append(_act(request, "show", _("Show the comment"), ShowForm, show_comment, initial=seen))
        if comment.state != CommentState.HIDDEN:
            acts.append(_act(request, "hide", _("Hide the comment"), HideForm, hide_comment, initial=seen))
    return _decide(request, "comment", comment, comment.proposal, acts)


@staff_only
def report_desk(request: HttpRequest, pk: int) -> HttpResponse:
    places = places_as(request.user, RoleKind.MODERATOR)
    own = Report.objects.filter(proposal__cycle__municipality__in=places)
    own |= Report.objects.filter(comment__proposal__cycle__municipality__in=places)
    related = own.select_related(
        "proposal__cycle__municipality", "comment__proposal__cycle__municipality", "comment__author"
    )
    report = get_object_or_404(related, pk=pk)
    if not may_decide_report(request.user, report):
        raise NotAllowed  # whoever is reported must not read by the notes who did it
    acts = []
    if not report.verdict:
        title = _("Hide the comment") if report.comment else _("Reject the proposal")
        form = CodeForm if report.comment else RejectionForm
        if report.is_met:
            title, form = Verdict.UPHELD.label, EmptyForm
        uphold = partial(decide_report, verdict=Verdict.UPHELD)
        acts.append(_act(request, "uphold", title, form, uphold, initial={"code": report.code}))
        dismiss = partial(decide_report, verdict=Verdict.DISMISSED)
        acts.append(_act(request, "dismiss", _("Leave it as it is"), EmptyForm, dismiss))
    same = Report.objects.filter(proposal=report.proposal_id, comment=report.comment_id, verdict=report.verdict)
    return _decide(request, "report", report, report.about, acts, reports=same)


@staff_only
def appeal_desk(request: HttpRequest, pk: int) -> HttpResponse:
    places = places_as(request.user, RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)
    own = Appeal.objects.filter(proposal__cycle__municipality__in=places)
    appeal = get_object_or_404(own.select_related("proposal__cycle__municipality", "proposal__ask"), pk=pk)
    acts = []
    if not appeal.verdict and may_decide_appeal(request.user, appeal):
        uphold = partial(decide_appeal, verdict=Verdict.UPHELD)
        acts.append(_act(request, "uphold", _("Uphold the appeal and publish the proposal"), ReasonForm, uphold))
        dismiss = partial(decide_appeal, verdict=Verdict.DISMISSED)
        acts.append(_act(request, "dismiss", _("Dismiss the appeal"), ReasonForm, dismiss))
    return _decide(request, "appeal", appeal, appeal.proposal, acts, events=appeal.proposal.events.all())


def _act(request: HttpRequest, *args: Any, **kwargs: Any) -> Act:
    return make_act(request.POST or None, None, *args, **kwargs)


def _decide(
    request: HttpRequest, name: str, thing: Any, proposal: Proposal, acts: list[Act], **shown: Any
) -> HttpResponse:
    """Does the posted act and goes back to the desk, or shows the page."""
    if run_posted(acts, thing, by=request.user):
        say(request, _("Done."))
        return redirect("desk")
    about_acts, status = acts_context(request, acts)
    context = {name: thing, "proposal": proposal, "cycle": proposal.cycle, **about_acts, **shown}
    return render(request, f"budgeting/desk/{name}.html", context, status=status)
