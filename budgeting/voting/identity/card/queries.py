"""What may be known of a cycle's cards: counts by place, and nothing of who used one."""

from dataclasses import dataclass

from django.db.models import Sum

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.card.models import CardBatch
from portal.kept_sql import KeptQuery


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many cards were issued for a place, and how many of them were spoiled."""

    place: str
    issued: int
    spoiled: int


def cards_by_place(cycle: Cycle) -> list[PlaceCount]:
    """One count for each place, in the order of their names (one query). It outlives the close."""
    batches = CardBatch.objects.filter(cycle=cycle).order_by("place").values("place")
    return [PlaceCount(**row) for row in batches.annotate(issued=Sum("count"), spoiled=Sum("spoiled"))]


_with_booths = KeptQuery(lambda pk: Cycle.objects.filter(pk=pk, booths__isnull=False).values_list("pk")[:1])


def has_unbound_votes(cycle: Cycle) -> bool:
    """Whether somebody has voted with a card that is bound to nobody: no other way to vote would know them again."""
    return not must_be_bound(cycle) and cycle.roll.exists()


def must_be_bound(cycle: Cycle) -> bool:
    """Whether a card opens the vote only once it is bound to a person.

    So it is wherever the same person could vote in another way, by another method or at a booth: card and number
    then have to lead to one line of the roll.
    """
    return any(name != "card" for name in cycle.identity_methods) or bool(_with_booths(cycle.pk))
