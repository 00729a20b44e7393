"""Loads the places that come with the project into the database."""

import json
from typing import Any

from django.db import transaction

from portal.languages.slugs import slug
from portal.languages.texts import in_languages
from portal.places.geometry import DATA, NOT_TO_BE_DRAWN, geometries
from portal.places.models import Municipality, Region, Settlement
from portal.places.projection import outline_path, window


@transaction.atomic
def load_places() -> int:
    """Creates or refreshes the two regions, 13 municipalities and their settlements; returns how many settlements.

    What staff added by hand stays.
    """
    places = json.loads((DATA / "municipalities.json").read_text(encoding="utf-8"))
    for region in places["regions"]:
        Region.objects.update_or_create(slug=region["slug"], defaults=in_languages("name", region["name"]))
    return sum(_load_municipality(facts, geometries()[facts["slug"]]) for facts in places["municipalities"])


def _load_municipality(facts: dict[str, Any], geometry: dict[str, Any]) -> int:
    municipality, _created = Municipality.objects.update_or_create(
        slug=facts["slug"],
        defaults={
            **in_languages("name", facts["name"]),
            "region": Region.objects.get(slug=facts["region"]),
            "population": facts["population_2014"],
            "registered_voters": facts["registered_voters_2017"],
            "lat": facts["lat"],
            "lon": facts["lon"],
            "outline": "" if facts["slug"] in NOT_TO_BE_DRAWN else outline_path(geometry),
            "window": window(geometry),
            "sources": facts["source"],
        },
    )
    for settlement in facts["settlements"]:
        _load_settlement(municipality, settlement)
    return len(facts["settlements"])


def _load_settlement(municipality: Municipality, facts: dict[str, Any]) -> None:
    Settlement.objects.update_or_create(
        municipality=municipality,
        slug=slug(facts["name"]["en"]),
        defaults={
            **in_languages("name", facts["name"]),
            "lat": facts["lat"],
            "lon": facts["lon"],
            "source": facts["source"],
        },
    )
