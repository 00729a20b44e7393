"""Writing a proposal: the first question, the list of tasks, the check, and what ends a draft."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgeting.attachments.actions import delete_draft
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.proposals.actions import change_state, start_proposal, submit_proposal
from budgeting.proposals.models import LONGEST_TITLE
from budgeting.proposals.permissions import is_author, is_late, may_delete_draft
from budgeting.proposals.resuming import send_link
from budgeting.proposals.similar import similar_proposals
from budgeting.proposals.steps import STEPS, TEXTS, answer_to, is_answered, missing_steps, own_text
from budgeting.proposals.writing_forms import StartForm
from budgeting.views.kept import sign_in_first, take_kept
from budgeting.views.loading import load_cycle, load_draft, load_proposal
from budgeting.views.notices import say, say_refused
from portal.languages.typed import clean_text


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the language and the title; the answer begins a draft."""
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.PROPOSING and request.method != "POST":
        say_refused(request, _("This cycle does not take proposals now."))
        return redirect("cycle", cycle.address)
    question = f"start-{cycle.pk}"
    if not request.user.is_authenticated:
        return sign_in_first(request, question, StartForm.base_fields)
    kept = take_kept(request, question)
    form = StartForm(request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = start_proposal(cycle, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("write_step", proposal.address, "summary")
    context = {"cycle": cycle, "form": form, "was_kept": bool(kept), "keep": _start_key(request, cycle)}
    return render(request, "budgeting/proposals/write/start.html", context, status=422 if form.errors else 200)


def _start_key(request: HttpRequest, cycle: Cycle) -> str:
    """The name under which the browser keeps what is typed; a phone may be shared, so it holds the person."""
    return f"start-{cycle.pk}-{request.user.pk}"


@require_safe
def similar_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals that resemble a title, fetched while it is being typed."""
    cycle = load_cycle(request, pk)
    title = clean_text(request.GET.get("title", ""))[:LONGEST_TITLE]  # anybody may ask, and each word is a look-up
    similar = similar_proposals(cycle, [title]) if title.strip() else []
    return render(request, "budgeting/proposals/write/_similar.html", {"cycle": cycle, "similar": similar})


@login_required
@require_safe
def task_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question with whether it is answered, and the link to come back to."""
    proposal = load_draft(request, pk)
    if not proposal.is_editable:
        return redirect("proposal", proposal.address)
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "title": own_text(proposal, "title"),
        "is_late": is_late(proposal),
        "tasks": [(step, is_answered(proposal, step)) for step in STEPS],
        "missing": missing_steps(proposal),
        "link": request.build_absolute_uri(reverse("write_proposal", args=[proposal.pk])),
        "returned": proposal.events.filter(name="send_back").last(),
        "may_delete": may_delete_draft(request.user, proposal),
        "start_key": _start_key(request, proposal.cycle),
    }
    return render(request, "budgeting/proposals/write/tasks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the draft as others will see it, and takes the one act that hands it in."""
    proposal = load_draft(request, pk)
    if not proposal.is_editable:
        return redirect("proposal", proposal.address)  # handed in already, perhaps by the same press
    refusal = ""
    if request.method == "POST":
        try:
            submit_proposal(proposal, by=request.user)
        except NotPossible as reason:
            refusal = str(reason)
        else:
            say(request, _("Thank you. A moderator of the municipality will read your proposal."))
            return redirect("proposal", proposal.address)
    cap = proposal.cycle.cost_cap_tetri
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "answers": [(step, answer_to(proposal, step)) for step in STEPS],
        "is_late": is_late(proposal),
        "refusal": refusal,
        "is_over_cap": bool(cap and (proposal.rough_cost_tetri or 0) > cap),
        "similar": similar_proposals(proposal.cycle, [own_text(proposal, field) for field in TEXTS], without=proposal),
    }
    return render(request, "budgeting/proposals/write/check.html", context, status=422 if refusal else 200)


@login_required
@require_POST
def send_me_the_link(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = load_draft(request, pk)
    try:
        send_link(proposal, by=request.user)
        say(request, _("The link is on its way to you."))
    except NotPossible as refusal:
        say_refused(request, refusal)
    return redirect("write_proposal", proposal.address)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = load_draft(request, pk)
    try:
        delete_draft(proposal, by=request.user)
        say(request, _("The draft is deleted."))
    except NotPossible as refusal:
        say_refused(request, refusal)
    return redirect("my_page")


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
