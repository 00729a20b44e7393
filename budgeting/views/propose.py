"""Writing a proposal: write, check, submit."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgeting.errors import NotPossible
from budgeting.proposals.actions import change_state, save_draft, start_proposal, submit_proposal
from budgeting.proposals.forms import ProposalForm
from budgeting.proposals.permissions import is_author, may_edit_proposal
from budgeting.views.loading import load_cycle, load_proposal, say, say_refused


@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    form = ProposalForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = start_proposal(cycle, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("check_proposal", proposal.address)
    return render(request, "budgeting/proposals/write.html", {"cycle": cycle, "form": form})


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = load_proposal(request, pk)
    if not may_edit_proposal(request.user, proposal):
        raise Http404
    form = ProposalForm(request.POST or None, cycle=proposal.cycle, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        try:
            save_draft(proposal, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("check_proposal", proposal.address)
    context = {"cycle": proposal.cycle, "form": form, "proposal": proposal}
    return render(request, "budgeting/proposals/write.html", context)


@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the draft as others will see it, and takes the one act that hands it in."""
    proposal = load_proposal(request, pk)
    if not may_edit_proposal(request.user, proposal):
        raise Http404
    if request.method == "POST":
        try:
            submit_proposal(proposal, by=request.user)
        except NotPossible as refusal:
            say_refused(request, refusal)
        else:
            say(request, _("Thank you. A moderator of the municipality will read your proposal."))
            return redirect("proposal", proposal.address)
    return render(request, "budgeting/proposals/check.html", {"cycle": proposal.cycle, "proposal": proposal})


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = load_proposal(request, pk)
    if not is_author(request.user, proposal):
        raise Http404
    try:
        change_state(proposal, "withdraw", by=request.user)
    except NotPossible as refusal:
        say_refused(request, refusal)
    return redirect("proposal", proposal.address)
