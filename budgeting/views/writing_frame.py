"""What the screens of all questions share: the way on and back, and what stands around the question."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_late
from budgeting.proposals.similar import similar_proposals
from budgeting.proposals.steps import STEPS, TEXTS, WritingStep, next_step, own_text, step_before

# Once there is a title, those who ask for the same are shown while the rest is being written.
SHOWS_SIMILAR = ("summary", "text")


def show_step(
    request: HttpRequest,
    proposal: Proposal,
    step: WritingStep,
    *,
    form: forms.Form | None = None,
    refusal: str = "",
    **extra: Any,
) -> HttpResponse:
    """The screen of a question; 422 if the form has errors or the act was refused with a sentence."""
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "step": step,
        "number": STEPS.index(step) + 1,
        "total": len(STEPS),
        "form": form,
        "refusal": refusal,
        "back": way_back(request, proposal, step),
        "skip": way_on(request, proposal, step),
        "from_check": comes_from_check(request),
        "is_late": is_late(proposal),
        "keep": f"{proposal.pk}-{step.name}-{request.user.pk}",
        "start_key": f"start-{proposal.cycle_id}-{request.user.pk}",
        "similar": _similar(proposal) if step.name in SHOWS_SIMILAR else [],
        **extra,
    }
    status = 422 if refusal or (form is not None and form.errors) else 200
    return render(request, f"budgeting/proposals/write/{step.screen}.html", context, status=status)


def _similar(proposal: Proposal) -> list[Proposal]:
    return similar_proposals(proposal.cycle, [own_text(proposal, field) for field in TEXTS], without=proposal)


def comes_from_check(request: HttpRequest) -> bool:
    return request.GET.get("from") == "check"


def way_on(request: HttpRequest, proposal: Proposal, step: WritingStep) -> str:
    """Where the next open question is; the check when nothing is left, or when one came from there."""
    following = None if comes_from_check(request) else next_step(proposal, step)
    if following is None:
        return reverse("check_proposal", args=[proposal.address])
    return reverse("write_step", args=[proposal.address, following.name])


def way_back(request: HttpRequest, proposal: Proposal, step: WritingStep) -> str:
    if comes_from_check(request):
        return reverse("check_proposal", args=[proposal.address])
    before = step_before(step)
    if before is None:
        return reverse("write_proposal", args=[proposal.address])
    return reverse("write_step", args=[proposal.address, before.name])


def same_screen(request: HttpRequest, proposal: Proposal, step: WritingStep) -> str:
    """This screen again, with where one came from."""
    address = reverse("write_step", args=[proposal.address, step.name])
    return f"{address}?from=check" if comes_from_check(request) else address
