"""Loading what a page is about, as far as this reader may see it: anything else is not found."""

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import stands_for_author
from portal.accounts.roles import Person
from portal.kept_sql import KeptQuery, Slot


def load_cycle(request: HttpRequest, pk: int) -> Cycle:
    """Voters have no account, so what the public sees is asked often, and its SQL is kept."""
    found = _cycles(request.user, pk) if request.user.is_authenticated else _public_cycles(pk)
    if not found:
        raise Http404
    return found[0]


def _cycles(user: Person, pk: int | Slot) -> QuerySet[Cycle]:
    return Cycle.objects.visible_to(user).select_related("municipality").filter(pk=pk)


_public_cycles = KeptQuery(partial(_cycles, AnonymousUser()))


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
