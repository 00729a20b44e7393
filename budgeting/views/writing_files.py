"""The screens on which photos and documents are added and taken away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from budgeting.attachments.actions import (
    MOST_DOCUMENTS,
    add_document,
    add_photo,
    remove_document,
    remove_photo,
)
from budgeting.attachments.forms import DocumentForm, PhotoForm
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.steps import WritingStep
from budgeting.views.kept import Kept, as_initial
from budgeting.views.notices import say
from budgeting.views.writing_frame import same_screen, show_step


def photos_screen(request: HttpRequest, proposal: Proposal, step: WritingStep, kept: Kept) -> HttpResponse:
    most = proposal.cycle.max_photos
    form = PhotoForm(*_sent(request), initial=as_initial(kept), language=proposal.written_in)
    return _files_screen(request, proposal, step, form, add_photo, remove_photo, most)


def documents_screen(request: HttpRequest, proposal: Proposal, step: WritingStep, kept: Kept) -> HttpResponse:
    form = DocumentForm(*_sent(request))
    return _files_screen(request, proposal, step, form, add_document, remove_document, MOST_DOCUMENTS)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    is_adding = request.method == "POST" and "remove" not in request.POST
    return (request.POST, request.FILES) if is_adding else (None, None)


def _files_screen(
    request: HttpRequest, proposal: Proposal, step: WritingStep, form: Any, add: Any, remove: Any, most: int
) -> HttpResponse:
    """Adds the file that was sent, or takes away the one named; the screen stays, so that one sees what is there."""
    there = list(getattr(proposal, step.relation).all())
    refusal = ""
    try:
        if request.method == "POST" and "remove" in request.POST:
            remove(_named(request.POST["remove"], there), by=request.user)
            say(request, _("Removed."))
            return redirect(same_screen(request, proposal, step))
        if form.is_bound and form.is_valid():
            add(proposal, by=request.user, **form.cleaned_data)
            say(request, _("Added."))
            return redirect(same_screen(request, proposal, step))
    except NotPossible as reason:
        refusal = str(reason)
    room = most - len(there)
    return show_step(request, proposal, step, form=form, refusal=refusal, there=there, room=room, most=most)


def _named(pk: str, there: list[Any]) -> Any:
    """The row of this proposal with the id a button sent."""
    found = next((row for row in there if str(row.pk) == pk), None)
    if found is None:
        raise Http404
    return found
