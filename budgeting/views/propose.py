"""Writing a proposal: write, check, submit. What was typed survives an ended session."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.proposals.actions import change_state, save_draft, start_proposal, submit_proposal
from budgeting.proposals.forms import ProposalForm
from budgeting.proposals.permissions import is_author, may_edit_proposal
from budgeting.views.loading import load_cycle, load_proposal
from budgeting.views.notices import say, say_refused

KEPT = "kept_proposal"


def start(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.PROPOSING:
        say_refused(request, _("This cycle does not take proposals now."))
        return redirect("cycle", cycle.address)
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    form = ProposalForm(request.POST or None, cycle=cycle, kept=request.session.pop(KEPT, None))
    if request.method == "POST" and form.is_valid():
        try:
            proposal = start_proposal(cycle, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("check_proposal", proposal.address)
    return render(request, "budgeting/proposals/write.html", {"cycle": cycle, "form": form})


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; what was typed before the session ended waits in the new one."""
    if request.method == "POST":
        request.session[KEPT] = {name: text for name, text in request.POST.items() if name != "csrfmiddlewaretoken"}
    return redirect_to_login(request.path)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    proposal = load_proposal(request, pk)
    if not may_edit_proposal(request.user, proposal):
        raise Http404
    kept = request.session.pop(KEPT, None)
    form = ProposalForm(request.POST or None, cycle=proposal.cycle, proposal=proposal, kept=kept)
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
        if is_author(request.user, proposal):
            return redirect("proposal", proposal.address)  # handed in already, perhaps by the same press
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
