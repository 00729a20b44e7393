"""One proposal on the desk: its text, and a form for each act that this person may do now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import staff_only
from budgeting.desk.acts import Act, Offers
from budgeting.desk.answering import offer_answers
from budgeting.desk.moderating import offer_moderation
from budgeting.desk.reviewing import offer_review
from budgeting.desk.translating import translation_links
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_edit_proposal
from budgeting.views.notices import say
from portal.accounts.models import STAFF_ROLES, User
from portal.accounts.roles import places_as

OFFERERS = (offer_moderation, offer_review, offer_answers)


def acts_for(user: User, proposal: Proposal, data: Any = None, files: Any = None) -> list[Act]:
    """The acts open to this person now, in the order of a proposal's way."""
    offers = Offers(user, proposal, data, files)
    for offer in OFFERERS:
        offer(offers)
    return offers.acts


@staff_only
def proposal_desk(request: HttpRequest, pk: int) -> HttpResponse:
    at_work = places_as(request.user, *STAFF_ROLES)
    related = Proposal.objects.visible_to(request.user).filter(cycle__municipality__in=at_work)
    proposal = get_object_or_404(
        related.select_related("cycle__municipality", "settlement", "theme", "ask", "review"), pk=pk
    )
    acts = acts_for(request.user, proposal, request.POST or None, request.FILES or None)
    for act in acts:
        if act.form.is_bound and act.form.is_valid():
            try:
                act.run(proposal, by=request.user, **act.form.cleaned_data)
            except NotPossible as refusal:
                act.form.add_error(None, str(refusal))
            else:
                say(request, _("Done."))
                return redirect("desk_proposal", proposal.address)
    is_refused = any(act.form.errors for act in acts)
    is_late = request.method == "POST" and request.POST.get("act") not in {act.name for act in acts}
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "acts": acts,
        "lost": _typed(request) if is_late else None,
        "may_edit": may_edit_proposal(request.user, proposal),
        "translations": translation_links(request.user, proposal),
        "events": proposal.events.all(),
        "review": getattr(proposal, "review", None),
        "responses": proposal.ask.responses.all() if proposal.ask else [],
    }
    return render(
        request, "budgeting/desk/proposal.html", context, status=409 if is_late else 422 if is_refused else 200
    )


def _typed(request: HttpRequest) -> list[str]:
    """What was written into a form that is no longer offered, so that it is not lost."""
    return [text for name, text in request.POST.items() if text and name not in ("act", "csrfmiddlewaretoken")]
