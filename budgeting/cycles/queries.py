"""Reading cycles for the pages."""

from collections.abc import Iterable

from django.db import models

from budgeting.cycles.models import Cycle, CycleQuerySet
from budgeting.cycles.stages import Stage
from portal.places.models import Municipality

# Stages in which a resident can do something: write, back or vote.
OPEN = (Stage.PROPOSING, Stage.SUPPORTING, Stage.VOTING)


def public_cycles() -> CycleQuerySet:
    """The cycles that everybody may see with their municipality, the newest first; `done_counts` are the published ones."""
    cycles = Cycle.objects.filter(proposing_cleared_at__isnull=False).annotate(
        done_counts=models.Count("counts__published_at")
    )
    return cycles.select_related("municipality").defer("municipality__outline", "municipality__sources")


def open_among(cycles: Iterable[Cycle]) -> list[Cycle]:
    """Those in which a resident can do something now, the one that ends first first."""
    dated = [(cycle.current_step, cycle) for cycle in cycles if cycle.stage in OPEN]
    return [cycle for step, cycle in sorted(dated, key=lambda pair: (pair[0].until_at, pair[1].pk)) if step]


def current_cycles() -> dict[int, Cycle]:
    """The newest public cycle of each municipality, with it, by the municipality's id (one query)."""
    newest_last = Cycle.objects.filter(proposing_cleared_at__isnull=False).order_by("voting_until_at", "pk")
    newest_last = newest_last.select_related("municipality").defer("municipality__outline")
    newest_last = newest_last.annotate(done_counts=models.Count("counts__published_at"))
    return {cycle.municipality_id: cycle for cycle in newest_last}


def cycles_of(municipality: Municipality) -> list[Cycle]:
    """The municipality's public cycles, newest first."""
    return list(municipality.cycles.filter(proposing_cleared_at__isnull=False))
