"""What each side says, and what it said before."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from cms.campaigns.models import Campaign
from cms.outcomes.models import Met, OutcomeDeclaration, Side


@dataclass(frozen=True, slots=True)
class Declared:
    """One side: its latest word (None while it has said nothing) and its earlier ones, the latest first."""

    side: Side
    latest: OutcomeDeclaration | None
    earlier: list[OutcomeDeclaration]


def declared_by_both(campaign: Campaign) -> list[Declared]:
    """Both sides, the organisation first, in one query."""
    said = list(campaign.declarations.all())
    return [_declared(side, [one for one in said if one.side == side]) for side in Side]


def _declared(side: Side, said: list[OutcomeDeclaration]) -> Declared:
    return Declared(side, said[0] if said else None, said[1:])


def with_outcomes(campaigns: QuerySet[Campaign]) -> QuerySet[Any]:
    """Each with what either side said last, in the same query; for `outcomes_of`."""
    said = OutcomeDeclaration.objects.filter(campaign=OuterRef("pk")).values("outcome")
    return campaigns.annotate(**{f"said_by_{side}": Subquery(said.filter(side=side)[:1]) for side in Side})


def outcomes_of(campaign: Any) -> list[tuple[Side, Met]]:
    """(side, what it said last came of it) of each side that has spoken, the organisation first."""
    said = [(side, getattr(campaign, f"said_by_{side}")) for side in Side]
    return [(side, Met(outcome)) for side, outcome in said if outcome]
