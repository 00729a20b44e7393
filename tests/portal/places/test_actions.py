"""Loading the places that come with the project."""

import pytest

from portal.places.actions import load_places
from portal.places.models import Municipality, Region, Settlement
from tests.factories import LANGUAGES

pytestmark = pytest.mark.django_db


def test_load_places_creates_every_place() -> None:
    count = load_places()

    assert (count, Settlement.objects.count()) == (116, 116)
    assert (Region.objects.count(), Municipality.objects.count()) == (2, 13)
    assert not Municipality.objects.filter(is_active=True).exists()  # opening one is a command of its own


def test_load_places_again_leaves_the_same_rows() -> None:
    load_places()
    tables = (Region, Municipality, Settlement)
    before = [list(table.objects.order_by("pk").values()) for table in tables]

    load_places()

    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_load_places_keeps_what_staff_added() -> None:
    load_places()
    marneuli = Municipality.objects.get(slug="marneuli")
    Settlement.objects.create(municipality=marneuli, slug="new", name_ka="ახალი")

    load_places()

    assert Settlement.objects.filter(municipality=marneuli, slug="new").count() == 1


def test_only_rustavi_is_not_drawn() -> None:
    load_places()

    assert [place.slug for place in Municipality.objects.filter(outline="")] == ["rustavi"]


def test_every_place_is_named_in_every_language() -> None:
    load_places()

    for table in (Region, Municipality, Settlement):
        for language in LANGUAGES:
            assert table.objects.filter(**{f"name_{language}": ""}).count() == 0
            assert table.objects.filter(**{f"name_{language}": None}).count() == 0


def test_every_town_lies_in_its_window() -> None:
    load_places()

    for place in Municipality.objects.exclude(outline=""):
        (x, y), (left, top, width, height) = place.point, place.window
        assert (left <= x <= left + width, top <= y <= top + height) == (True, True), place.slug


def test_a_settlement_without_coordinates_has_no_point() -> None:
    load_places()
    settlement = Settlement(municipality=Municipality.objects.get(slug="marneuli"), slug="x", name_az="Çıxış")

    assert (settlement.point, settlement.search_text) == (None, "cixis")
