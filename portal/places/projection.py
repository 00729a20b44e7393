"""From latitude and longitude to the one drawing plane all our SVG maps share.

Every map is a window (`viewBox`) on the same plane, so an outline is stored once and drawn at any
zoom. Equirectangular, true at 41.5° north: over 200 km the error is far below a line's width.
"""

from math import cos, radians
from typing import Any

WEST, NORTH = 42.3, 42.1
UNITS_PER_DEGREE = 300.0
_SHRINK = cos(radians(41.5))


def project(lat: float, lon: float) -> tuple[float, float]:
    """The point's x to the right and y downwards, in map units (1 unit is about 370 m)."""
    return (round((lon - WEST) * UNITS_PER_DEGREE * _SHRINK, 2), round((NORTH - lat) * UNITS_PER_DEGREE, 2))


def unproject(x: float, y: float) -> tuple[float, float]:
    """The latitude and longitude of a point of the plane, to about a metre; the inverse of `project`."""
    return (round(NORTH - y / UNITS_PER_DEGREE, 5), round(WEST + x / (UNITS_PER_DEGREE * _SHRINK), 5))


def outline_path(geometry: dict[str, Any]) -> str:
    """A GeoJSON Polygon or MultiPolygon as the `d` of an SVG path, in relative tenths of a unit."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return "".join(_ring_path(ring) for polygon in polygons for ring in polygon)


def _ring_path(ring: list[list[float]]) -> str:
    points = [tuple(round(value * 10) for value in project(lat, lon)) for lon, lat, *_ in ring]
    steps, (x, y) = [], points[0]
    for next_x, next_y in points[1:-1]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{(next_x - x) / 10:g} {(next_y - y) / 10:g}")
            x, y = next_x, next_y
    return f"M{points[0][0] / 10:g} {points[0][1] / 10:g}l{' '.join(steps)}z"


def window(geometry: dict[str, Any], margin: float = 6) -> list[float]:
    """The [x, y, width, height] of the smallest window that shows the geometry with a margin."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    points = [project(lat, lon) for polygon in polygons for ring in polygon for lon, lat, *_ in ring]
    left, top = min(x for x, _ in points) - margin, min(y for _, y in points) - margin
    right, bottom = max(x for x, _ in points) + margin, max(y for _, y in points) + margin
    return [round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1)]
