"""How funded projects come along: a cycle's page, the section on a project's page, and what residents say of "done"."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.charts import cycle_money_chart, money_chart, steps_chart
from budgeting.milestones.confirming import confirm_done, own_word
from budgeting.milestones.forms import ConfirmForm
from budgeting.milestones.permissions import may_confirm_done
from budgeting.milestones.queries import documents_of, implementation_of, photos_of, progress_of
from budgeting.proposals.models import Proposal
from budgeting.views.kept import keeps_typed
from budgeting.views.loading import load_cycle, load_proposal
from budgeting.views.notices import say, show_refusal
from portal.accounts.roles import Person


@require_safe
def implementation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All funded projects of a cycle, how far they are, and their money."""
    cycle = load_cycle(request, pk)
    context = {
        **implementation_context(cycle),
        "address_of": lambda: reverse("implementation", args=[cycle.address]),
    }
    return render(request, "budgeting/milestones/page.html", context)


@require_safe
def implementation_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of that page which open pages fetch again when something changed."""
    context = implementation_context(load_cycle(request, pk))
    return render(request, "budgeting/milestones/_of_cycle.html", context)


def implementation_context(cycle: Cycle) -> dict[str, Any]:
    """What `budgeting/milestones/_of_cycle.html` shows."""
    implementation = implementation_of(cycle)
    money = cycle_money_chart(implementation, get_language()) if implementation.rows else None
    return {"cycle": cycle, "implementation": implementation, "implementation_money": money}


def implementation_part(reader: Person, proposal: Proposal) -> dict[str, Any]:
    """What the section on the project's page shows; no query for what never stood on a ballot."""
    progress = progress_of(proposal) if proposal.number and proposal.cycle.is_vote_over else None
    if progress is None:
        return {"progress": None}
    before, after = photos_of(proposal)
    language = get_language()
    return {
        "progress": progress,
        "steps_chart": steps_chart(progress, language) if progress.milestones else None,
        "project_money": money_chart(progress, language),
        "before_photos": before,
        "after_photos": after,
        "step_documents": documents_of(proposal),
        "own_word": own_word(proposal, reader) if reader.is_authenticated and progress.done else None,
        "may_confirm": bool(progress.done) and (not reader.is_authenticated or may_confirm_done(reader, proposal)),
    }


@keeps_typed(*ConfirmForm.base_fields)
def confirm(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    """A resident says whether it is done; a page of its own, so that nothing typed is lost."""
    proposal = load_proposal(request, pk)
    if not may_confirm_done(request.user, proposal):
        raise NotAllowed
    said = own_word(proposal, request.user)
    before = {"is_done": "yes" if said.is_done else "no", "reason": said.reason} if said else {}
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={**before, **kept})
    if form.is_bound and form.is_valid():
        try:
            confirm_done(proposal, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Thank you. You are counted, and you can change your word on this page."))
            return redirect(f"{reverse('proposal', args=[proposal.address])}#implementation")
    progress = progress_of(proposal) if proposal.number else None
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "form": form,
        "is_called_done": bool(progress and progress.done),
        "address_of": lambda: reverse("confirm_done", args=[proposal.address]),
    }
    return render(request, "budgeting/milestones/confirm.html", context, status=422 if form.errors else 200)
