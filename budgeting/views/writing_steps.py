"""One question about a proposal on a screen of its own: which screen, and what the plain ones do."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budgeting.errors import NotPossible
from budgeting.proposals.actions import save_draft
from budgeting.proposals.models import Proposal
from budgeting.proposals.steps import BY_NAME, WritingStep
from budgeting.proposals.writing_forms import FORMS
from budgeting.views.kept import Kept, sign_in_first, take_kept
from budgeting.views.loading import load_draft
from budgeting.views.writing_files import documents_screen, photos_screen
from budgeting.views.writing_frame import show_step, way_on
from budgeting.views.writing_people import coauthors_screen
from budgeting.views.writing_place import places_found, point_screen


@require_http_methods(["GET", "HEAD", "POST"])
def write_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Shows a question and takes its answer; nothing typed is lost when nobody is signed in, or when it is too late."""
    if step not in BY_NAME:
        raise Http404
    question = f"{pk}-{step}"
    if not request.user.is_authenticated:
        return sign_in_first(request, question, FORMS[step].base_fields if step in FORMS else ("alt",))
    proposal = load_draft(request, pk)
    if not proposal.is_editable:
        return _too_late(request, proposal) if request.method == "POST" else redirect("proposal", proposal.address)
    return SCREENS[BY_NAME[step].screen](request, proposal, BY_NAME[step], take_kept(request, question))


def question_screen(request: HttpRequest, proposal: Proposal, step: WritingStep, kept: Kept) -> HttpResponse:
    """Fields of the proposal, kept in the draft."""
    form = FORMS[step.name](request.POST if request.method == "POST" else None, proposal=proposal, kept=kept)
    if form.is_bound and form.is_valid():
        try:
            save_draft(proposal, by=request.user, **form.facts)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(way_on(request, proposal, step))
    extra: dict[str, Any] = places_found(request, proposal) if step.screen == "place" else {}
    return show_step(request, proposal, step, form=form, was_kept=bool(kept), **extra)


def _too_late(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """It was handed in while this was being typed: what was typed is shown, to be copied."""
    typed = [text for name, text in request.POST.items() if text.strip() and name != "csrfmiddlewaretoken"]
    context = {"proposal": proposal, "cycle": proposal.cycle, "typed": typed}
    return render(request, "budgeting/proposals/write/too_late.html", context, status=409)


SCREENS: dict[str, Callable[[HttpRequest, Proposal, WritingStep, Kept], HttpResponse]] = {
    "question": question_screen,
    "place": question_screen,
    "point": point_screen,
    "photos": photos_screen,
    "documents": documents_screen,
    "coauthors": coauthors_screen,
}
