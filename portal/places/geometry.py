"""The outlines of municipalities as they come with the project, in degrees. Source: data/boundaries.LICENSE.txt."""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
# Source: data/boundaries.LICENSE.txt: this outline has 12 points and does not contain the town.
NOT_TO_BE_DRAWN = {"rustavi"}
OUTLINES_LICENCE = "https://whosonfirst.org/docs/licenses/"
OUTLINES_CREDIT = "Data from Who's On First, outlines CC0; old district outlines, not survey grade"
Ring = list[list[float]]


@cache
def geometries() -> dict[str, dict[str, Any]]:
    """{slug: GeoJSON Polygon or MultiPolygon}."""
    features = json.loads((DATA / "boundaries.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["slug"]: feature["geometry"] for feature in features}


def wound(geometry: dict[str, Any]) -> dict[str, Any]:
    """The same area with its rings as RFC 7946, 3.1.6 wants them: the outer ones against the clock, holes with it."""
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": _wound(geometry["coordinates"])}
    return {"type": "MultiPolygon", "coordinates": [_wound(polygon) for polygon in geometry["coordinates"]]}


def _wound(polygon: list[Ring]) -> list[Ring]:
    return [ring if _is_left(ring) == (place == 0) else ring[::-1] for place, ring in enumerate(polygon)]


def _is_left(ring: Ring) -> bool:
    """Whether the ring goes against the clock: its signed area is positive."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) > 0
