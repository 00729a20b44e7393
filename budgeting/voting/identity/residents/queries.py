"""What the list says of a number."""

from typing import NamedTuple

from budgeting.cycles.models import Cycle


class Place(NamedTuple):
    """Whether somebody may vote by the list, and the home area it knows."""

    is_entitled: bool
    area: int | None


def place_on_list(cycle: Cycle, number_hash: str) -> Place:
    """Everybody is entitled where no list has been loaded. Two queries, whatever the answer."""
    areas = list(cycle.residents.filter(number_hash=number_hash).values_list("area_id", flat=True))
    has_list = cycle.residents.exists()
    return Place(bool(areas) or not has_list, areas[0] if areas else None)
