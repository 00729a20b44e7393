"""One proposal on the desk: its text, and a form for each act that this person may do now."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import staff_only
from budgeting.desk.acts import Act, Offers, acts_context, run_posted
from budgeting.desk.answering import offer_answers
from budgeting.desk.moderating import offer_moderation
from budgeting.desk.recording import offer_recordings
from budgeting.desk.reviewing import offer_review, review_of
from budgeting.desk.translating import translation_links
from budgeting.moderation.queries import linked_proposals
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_edit_proposal
from budgeting.views.answers import answer_context
from budgeting.views.notices import say
from portal.accounts.models import STAFF_ROLES, User
from portal.accounts.roles import places_as

OFFERERS = (offer_moderation, offer_review, offer_answers, offer_recordings)


def acts_for(
    user: User, proposal: Proposal, data: Any = None, files: Any = None, query: Mapping[str, str] | None = None
) -> list[Act]:
    """The acts open to this person now, in the order of a proposal's way."""
    offers = Offers(user, proposal, data, files, query or {})
    for offer in OFFERERS:
        offer(offers)
    return offers.acts


@staff_only
def proposal_desk(request: HttpRequest, pk: int) -> HttpResponse:
    at_work = places_as(request.user, *STAFF_ROLES)
    related = Proposal.objects.visible_to(request.user).filter(cycle__municipality__in=at_work)
    asked = ("ask__municipality", "ask__office", "ask__reopening")
    related = related.select_related("cycle__municipality", "settlement", "theme", "review", *asked)
    proposal = get_object_or_404(related.prefetch_related("assignments__reviewer", "conflicts", "coauthors"), pk=pk)
    # What a colleague has decided since the page was opened is seen before it is decided otherwise.
    is_stale = request.POST.get("seen", proposal.state) != proposal.state
    data, files = (None, None) if is_stale else (request.POST or None, request.FILES or None)
    acts = acts_for(request.user, proposal, data, files, request.GET)
    if run_posted(acts, proposal, by=request.user):
        say(request, _("Done."))
        return redirect("desk_proposal", proposal.address)
    shown, status = acts_context(request, acts, is_stale=is_stale)
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        **shown,
        "seen": proposal.state,
        "kin": linked_proposals(proposal, request.user),
        "may_edit": may_edit_proposal(request.user, proposal),
        "translations": translation_links(request.user, proposal),
        "events": proposal.events.all(),
        **review_of(request.user, proposal),
        **answer_context(request.user, proposal),
    }
    return render(request, "budgeting/desk/proposal.html", context, status=status)
