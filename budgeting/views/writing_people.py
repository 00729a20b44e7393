"""Who writes together: the screen of the first author, and the page behind the link that invites."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budgeting.errors import NotPossible
from budgeting.proposals.coauthors import join_proposal, remove_coauthor, renew_invitation
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author, may_invite, may_join, may_view_proposal
from budgeting.proposals.steps import WritingStep
from budgeting.views.kept import Kept
from budgeting.views.notices import say
from budgeting.views.writing_frame import same_screen, show_step


def coauthors_screen(request: HttpRequest, proposal: Proposal, step: WritingStep, kept: Kept) -> HttpResponse:
    """The first author invites by a link, makes it void, and removes; a co-author can leave."""
    refusal = ""
    if request.method == "POST":
        try:
            return redirect(_act(request, proposal, step))
        except NotPossible as reason:
            refusal = str(reason)
    link = request.build_absolute_uri(reverse("join_proposal", args=[proposal.pk, proposal.invite_key]))
    is_first = may_invite(request.user, proposal)
    return show_step(request, proposal, step, refusal=refusal, link=link if is_first else "", is_first=is_first)


def _act(request: HttpRequest, proposal: Proposal, step: WritingStep) -> str:
    """Does what the pressed button says and returns the next page's address."""
    if "renew" in request.POST:
        renew_invitation(proposal, by=request.user)
        say(request, _("The old link no longer works. This is the new one."))
    else:
        pk = request.POST.get("remove", "")
        remove_coauthor(proposal, by=request.user, coauthor=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
        say(request, _("Removed."))
    has_left = not is_author(request.user, proposal)
    return reverse("my_page") if has_left else same_screen(request, proposal, step)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    """Says who invites to what, and takes the consent. A wrong link is not found."""
    asked = Proposal.objects.select_related("cycle__municipality").prefetch_related("coauthors")
    proposal = get_object_or_404(asked, pk=pk, invite_key=key)
    if is_author(request.user, proposal):
        return redirect("write_proposal", proposal.address)
    refusal = "" if proposal.is_editable else _("The proposal is handed in already. Nobody can join it now.")
    if request.method == "POST":
        try:
            join_proposal(proposal, by=request.user, key=key)
        except NotPossible as reason:
            refusal = str(reason)
        else:
            say(request, _("You write this proposal together now."))
            return redirect("write_proposal", proposal.address)
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "refusal": refusal,
        "may_join": may_join(request.user, proposal),
        "is_readable": proposal.is_editable or may_view_proposal(request.user, proposal),
    }
    return render(request, "budgeting/proposals/write/join.html", context, status=409 if refusal else 200)
