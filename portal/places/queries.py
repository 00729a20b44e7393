"""Reading places: a village by any of the names people give it."""

from portal.languages.roots import roots_of
from portal.places.models import Municipality, Settlement


def find_settlements(municipality: Municipality, query: str) -> list[Settlement]:
    """The municipality's settlements of which some name holds every word of the query; all of them without a query.

    A name counts in any language and script, the older ones in brackets too.
    """
    wanted = roots_of(query)
    return [
        settlement
        for settlement in municipality.settlements.all()
        if all(_is_called(settlement, root) for root in wanted)
    ]


def _is_called(settlement: Settlement, root: str) -> bool:
    return any(own.startswith(root) for own in roots_of(settlement.search_text))
