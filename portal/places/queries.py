"""Reading places: a village by any of the names people give it."""

from portal.languages.roots import readings_of, roots_of
from portal.places.models import Municipality, Settlement


def find_settlements(municipality: Municipality, query: str) -> list[Settlement]:
    """The municipality's settlements of which some name holds every word of the query; all of them without a query.

    A name counts in any language, script and case form, the older ones in brackets too.
    """
    wanted = readings_of(query)
    places = municipality.settlements.all()
    return [place for place in places if _is_called(place, wanted)] if wanted else list(places)


def _is_called(settlement: Settlement, wanted: list[tuple[str, ...]]) -> bool:
    own = roots_of(settlement.search_text)
    return all(any(name.startswith(reading) for name in own) for reading in wanted)
