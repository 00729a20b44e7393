"""A cycle's page and the list of all cycles."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.queryset import seed_for
from budgeting.results.queries import standing_count
from budgeting.views.loading import load_cycle
from budgeting.voting.queries import turnout
from portal.clock import now, today

PROPOSALS_SHOWN = 6


@require_safe
def cycle_list(request: HttpRequest) -> HttpResponse:
    cycles = Cycle.objects.visible_to(request.user).select_related("municipality")
    return render(request, "budgeting/cycles/list.html", {"cycles": cycles})


@require_safe
def cycle_page(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    public, areas = cycle.proposals.public(), list(cycle.areas.prefetch_related("settlements"))
    context = {
        **standing_facts(cycle),
        "proposals": public.with_cards().with_backing().shuffled(seed_for(on=today()))[:PROPOSALS_SHOWN],
        "proposals_total": public.count(),
        "areas": areas,
        "left_tetri": cycle.envelope_tetri - sum(area.envelope_tetri for area in areas),
        "address_of": lambda: reverse("cycle", args=[cycle.address]),
    }
    return render(request, "budgeting/cycles/page.html", context)


def standing_facts(cycle: Cycle) -> dict[str, Any]:
    """What of a cycle's page changes by itself while somebody looks at it: where it stands, and the turnout."""
    return {
        "cycle": cycle,
        "steps": cycle.calendar,
        "extensions": cycle.vote_extensions.select_related("motion__moved_by", "motion__seconded_by"),
        "turnout": turnout(cycle) if cycle.voting_cleared_at else None,
        "count": standing_count(cycle) if cycle.is_vote_over else None,
        "is_held_open": cycle.stage == Stage.IMPLEMENTING and now() >= cycle.implementing_until_at,
        "Stage": Stage,
    }


def visitor_seed(request: HttpRequest) -> int:
    """This visitor's shuffle for today, without a cookie."""
    traits = (request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    return seed_for(*traits, on=today())
