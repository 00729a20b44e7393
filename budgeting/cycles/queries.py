"""Reading cycles for the pages."""

from django.db import models

from budgeting.cycles.models import Cycle
from portal.places.models import Municipality


def current_cycles() -> dict[int, Cycle]:
    """The newest public cycle of each municipality, by the municipality's id (one query)."""
    newest_last = Cycle.objects.filter(proposing_cleared_at__isnull=False).order_by("voting_until_at", "pk")
    newest_last = newest_last.annotate(done_counts=models.Count("counts__counted_at"))
    return {cycle.municipality_id: cycle for cycle in newest_last}


def cycles_of(municipality: Municipality) -> list[Cycle]:
    """The municipality's public cycles, newest first."""
    return list(municipality.cycles.filter(proposing_cleared_at__isnull=False))
