"""The drawing plane of the maps."""

from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.places.projection import NORTH, UNITS_PER_DEGREE, WEST, outline_path, project, unproject, window

SHRINK = cos(radians(41.5))
TRIANGLE = [[43.0, 41.5], [43.1, 41.5], [43.1, 41.6], [43.0, 41.5]]


def test_project_starts_in_the_north_west_corner() -> None:
    assert project(NORTH, WEST) == (0, 0)


def test_project_grows_to_the_east_and_to_the_south() -> None:
    x, y = project(NORTH - 1, WEST + 1)

    assert (x, y) == (round(UNITS_PER_DEGREE * SHRINK, 2), UNITS_PER_DEGREE)


def test_outline_path_is_relative_and_closed() -> None:
    assert outline_path({"type": "Polygon", "coordinates": [TRIANGLE]}) == "M157.3 180l22.5 0 0 -30z"


def test_outline_path_draws_every_ring_of_every_polygon() -> None:
    one = {"type": "Polygon", "coordinates": [TRIANGLE]}

    path = outline_path({"type": "MultiPolygon", "coordinates": [[TRIANGLE, TRIANGLE], [TRIANGLE]]})

    assert path == outline_path(one) * 3


def test_outline_path_leaves_out_points_that_do_not_move() -> None:
    doubled = [TRIANGLE[0], TRIANGLE[1], [43.10001, 41.5], *TRIANGLE[2:]]

    assert outline_path({"type": "Polygon", "coordinates": [doubled]}) == "M157.3 180l22.5 0 0 -30z"


@pytest.mark.parametrize(("margin", "expected"), [(0, [157.3, 150.0, 22.5, 30.0]), (6, [151.3, 144.0, 34.5, 42.0])])
def test_window_shows_the_geometry_with_its_margin(margin: float, expected: list[float]) -> None:
    assert window({"type": "Polygon", "coordinates": [TRIANGLE]}, margin) == expected


def test_window_holds_all_polygons() -> None:
    east = [[lon + 1, lat] for lon, lat in TRIANGLE]

    left, _top, width, _height = window({"type": "MultiPolygon", "coordinates": [[TRIANGLE], [east]]}, 0)

    assert (left, round(width, 1)) == (157.3, round(1.1 * UNITS_PER_DEGREE * SHRINK, 1))


@given(lat=st.floats(41.0, 42.1), lon=st.floats(42.3, 45.5))
def test_unproject_gives_the_place_back_to_a_few_metres(lat: float, lon: float) -> None:
    back_lat, back_lon = unproject(*project(lat, lon))
    assert (abs(back_lat - lat) < 1e-4, abs(back_lon - lon) < 1e-4) == (True, True)
