"""Maps for other people's programs. Source: RFC 7946 (3.1.1 longitude first, 3.1.6 how rings wind, 4 WGS 84)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from budgeting.opendata import licence
from budgeting.opendata.tables import PROPOSALS
from budgeting.proposals.models import Proposal
from portal.places.geometry import NOT_TO_BE_DRAWN, OUTLINES_CREDIT, OUTLINES_LICENCE, geometries, wound
from portal.places.models import Municipality

CONTENT_TYPE = "application/geo+json"
Feature = dict[str, Any]
OF_MUNICIPALITIES = {"license": OUTLINES_LICENCE, "attribution": OUTLINES_CREDIT}
OF_PROPOSALS = {"license": licence.ADDRESS, "attribution": f"{licence.CREDIT}; {licence.PLACES_CREDIT}"}


def collection(features: Iterable[Feature], about: dict[str, str]) -> Iterator[str]:
    """A FeatureCollection, a feature a line, as they come; `about` is whose they are, and on which terms."""
    yield f'{{"type":"FeatureCollection",{_text(about)[1:-1]},"features":['
    separator = "\n"
    for feature in features:
        yield separator + _text(feature)
        separator = ",\n"
    yield "\n]}\n"


def proposal_features(proposals: Iterable[Proposal]) -> Iterator[Feature]:
    """Those that have a place: their own point, else that of their village. `point` says which."""
    for one in proposals:
        point, kind = (one.lat, one.lon), "own"
        if None in point and one.settlement:
            point, kind = (one.settlement.lat, one.settlement.lon), "settlement"
        if None not in point:
            record = PROPOSALS.record(one)
            facts = {name: value for name, value in record.items() if name not in ("id", "lat", "lon")}
            yield _feature(one.pk, _point(*point), {**facts, "point": kind})


def municipality_features(municipalities: Iterable[Municipality]) -> Iterator[Feature]:
    """The outline of each, or its town where no outline can be used."""
    for one in municipalities:
        outline = None if one.slug in NOT_TO_BE_DRAWN else geometries().get(one.slug)
        names = {f"name_{code}": getattr(one, f"name_{code}") for code, _name in settings.LANGUAGES}
        yield _feature(one.slug, wound(outline) if outline else _point(one.lat, one.lon), names)


def _point(lat: float | None, lon: float | None) -> Feature:
    return {"type": "Point", "coordinates": [lon, lat]}


def _feature(pk: int | str, geometry: Feature, properties: Feature) -> Feature:
    return {"type": "Feature", "id": pk, "geometry": geometry, "properties": properties}


def _text(data: Feature) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
