"""Reporting, appealing, and the public page on how a municipality moderates."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.comments.models import Comment, CommentState
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.appeals import appeal_rejection
from budgeting.moderation.figures import moderation_figures
from budgeting.moderation.forms import AppealForm, ReportForm
from budgeting.moderation.permissions import may_appeal, may_report_comment, may_report_proposal
from budgeting.moderation.queries import linked_proposals
from budgeting.moderation.reports import report_comment, report_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.views.kept import keeps_typed
from budgeting.views.loading import load_proposal
from budgeting.views.notices import say, say_refused
from portal.accounts.roles import Person
from portal.places.models import Municipality


def moderation_facts(user: Person, proposal: Proposal) -> dict[str, Any]:
    """What a proposal's page shows of moderation: kindred proposals, and to its authors their appeal."""
    return {
        "kin": linked_proposals(proposal, user),
        "appeal": getattr(proposal, "appeal", None) if is_author(user, proposal) else None,
        "appeal_form": AppealForm(prefix="appeal") if may_appeal(user, proposal) else None,
    }


@keeps_typed("appeal-text")
def appeal_page(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    proposal = load_proposal(request, pk)
    if not is_author(request.user, proposal):
        raise NotAllowed
    if not may_appeal(request.user, proposal) and request.method != "POST":
        return redirect("proposal", proposal.address)
    typed = request.POST if request.method == "POST" else None
    form = AppealForm(typed, prefix="appeal", initial={"text": kept.get("appeal-text", "")})
    if form.is_bound and form.is_valid():
        try:
            appeal_rejection(proposal, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Thank you. Another person will read your appeal."))
            return redirect("proposal", proposal.address)
    context = {"proposal": proposal, "cycle": proposal.cycle, "form": form}
    return render(request, "budgeting/moderation/appeal.html", context, status=422 if form.errors else 200)


@keeps_typed(*ReportForm.base_fields)
def report_proposal_page(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    proposal = load_proposal(request, pk)
    if not may_report_proposal(request.user, proposal):
        raise NotAllowed
    return _report(request, proposal, proposal, report_proposal, kept)


@keeps_typed(*ReportForm.base_fields)
def report_comment_page(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    readable = Comment.objects.filter(
        state=CommentState.SHOWN, proposal__in=Proposal.objects.visible_to(request.user)
    ).select_related("proposal__cycle__municipality")
    comment = get_object_or_404(readable, pk=pk)
    if not may_report_comment(request.user, comment):
        raise NotAllowed
    return _report(request, comment, comment.proposal, report_comment, kept)


def _report(
    request: HttpRequest,
    thing: Proposal | Comment,
    proposal: Proposal,
    report: Callable[..., object],
    kept: dict[str, str],
) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        try:
            report(thing, by=request.user, **form.cleaned_data)
            say(request, _("Thank you. A moderator will look at it."))
        except NotPossible as refusal:
            say_refused(request, refusal)
        return redirect("proposal", proposal.address)
    comment = thing if isinstance(thing, Comment) else None
    context = {"proposal": proposal, "cycle": proposal.cycle, "comment": comment, "form": form}
    return render(request, "budgeting/moderation/report.html", context, status=422 if form.errors else 200)


@require_safe
def queue_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How many texts wait to be read, for how long, and what was decided: numbers only."""
    shown = Cycle.objects.visible_to(request.user)
    municipality = get_object_or_404(Municipality.objects.filter(cycles__in=shown).distinct(), slug=slug)
    context = {"municipality": municipality, "figures": moderation_figures(municipality)}
    return render(request, "budgeting/moderation/queue.html", context)
