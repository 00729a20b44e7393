"""Watching a vote: a page for everybody, and one for observers. Neither knows a person or a choice."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budgeting.booths.queries import booth_states
from budgeting.views.loading import load_cycle
from budgeting.voting.queries import FUNNEL_STEPS, funnel, turnout
from budgeting.watching.bursts import FEWEST
from budgeting.watching.permissions import may_observe_vote
from budgeting.watching.queries import public_flags, shared_labels, undecided_flags


@require_safe
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """How many have voted, what looked odd and what was decided on it, and by which rules."""
    cycle = load_cycle(request, pk)
    context = {
        "cycle": cycle,
        "turnout": turnout(cycle) if cycle.voting_cleared_at else None,
        "flags": public_flags(cycle),
        "limits": [(suspicion.label, fewest) for suspicion, fewest in FEWEST.items()],
        "networks": shared_labels(cycle.municipality),
        "may_observe": may_observe_vote(request.user, cycle),
        "address_of": lambda: reverse("watch", args=[cycle.address]),
    }
    return render(request, "budgeting/watching/watch.html", context)


@login_required
@never_cache
@require_safe
def observe(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with how far people come, for observers; for anybody else there is no such page."""
    cycle = load_cycle(request, pk)
    if not may_observe_vote(request.user, cycle):
        raise Http404
    context = {
        "cycle": cycle,
        "turnout": turnout(cycle) if cycle.voting_cleared_at else None,
        "funnel": funnel(cycle),
        "steps": [step.label for step in FUNNEL_STEPS],
        "flags": public_flags(cycle),
        "undecided": undecided_flags(cycle),
        "booths": booth_states(cycle),
        "closing": getattr(cycle, "closing", None),
        "address_of": lambda: reverse("observe", args=[cycle.address]),
    }
    return render(request, "budgeting/watching/observe.html", context)
