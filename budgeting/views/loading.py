"""Loading what a page is about, as far as this reader may see it: anything else is not found."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import stands_for_author


def load_cycle(request: HttpRequest, pk: int) -> Cycle:
    visible = Cycle.objects.visible_to(request.user).select_related("municipality")
    return get_object_or_404(visible, pk=pk)


def load_proposal(request: HttpRequest, pk: int) -> Proposal:
    visible = Proposal.objects.visible_to(request.user)
    related = visible.select_related(
        "cycle__municipality", "settlement", "theme", "review", "ask__office", "ask__reopening"
    )
    return get_object_or_404(related.prefetch_related("coauthors"), pk=pk)


def load_draft(request: HttpRequest, pk: int) -> Proposal:
    """A proposal that the reader writes, also for a resident, with all that its pages show; `is_editable` is not asked."""
    own = Proposal.objects.visible_to(request.user).select_related("cycle__municipality", "settlement", "theme")
    proposal = get_object_or_404(own.prefetch_related("coauthors", "photos", "documents"), pk=pk)
    if not stands_for_author(request.user, proposal):
        raise Http404
    return proposal
