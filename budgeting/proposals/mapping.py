"""How many proposals there are in each place, for a map and the table beside it."""

from dataclasses import dataclass

from django.db.models import Count

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import ProposalQuerySet
from portal.places.layout import Circle, lay_out
from portal.places.models import Settlement
from portal.places.templatetags.maps import before_bracket

MOST_POINTS = 60  # small pins of proposals for the whole municipality; more would hide the map


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A settlement with the number of its proposals; `circle` is None where it is not on the map."""

    settlement: Settlement
    count: int
    circle: Circle | None


@dataclass(frozen=True, slots=True)
class ProposalMap:
    """`places` by count, the most first; `unplaced` are for the whole municipality, some with a `points` of their own."""

    places: list[PlaceCount]
    unplaced: int
    points: list[Proposal]

    @property
    def total(self) -> int:
        return self.unplaced + sum(place.count for place in self.places)


def proposal_map(cycle: Cycle, found: ProposalQuerySet) -> ProposalMap:
    """The found proposals by place, in three queries, however many there are."""
    counts = dict(found.order_by().values_list("settlement").annotate(Count("pk")))
    settlements = [place for place in cycle.municipality.settlements.all() if place.pk in counts]
    drawn = [
        (place.pk, place.point, counts[place.pk], before_bracket(place.name)) for place in settlements if place.point
    ]
    own = found.filter(settlement=None, lat__isnull=False, lon__isnull=False).with_cards()
    points = list(own.order_by("-published_at", "-pk")[:MOST_POINTS])
    pins = [proposal.point for proposal in points if proposal.point]
    circles = lay_out(cycle.municipality.window, drawn, pins) if cycle.municipality.outline else []
    by_place = {circle.place: circle for circle in circles}
    places = [PlaceCount(place, counts[place.pk], by_place.get(place.pk)) for place in settlements]
    return ProposalMap(sorted(places, key=lambda place: -place.count), unplaced=counts.get(None, 0), points=points)
