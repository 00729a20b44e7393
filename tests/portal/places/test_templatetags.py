"""Windows of maps."""

import pytest
from django.utils.translation import override

from portal.places.models import Municipality
from portal.places.templatetags.maps import before_bracket, middle, region_window, window
from tests.factories import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_in_a_map_have_a_decimal_point_in_every_language(language: str) -> None:
    place = Municipality(window=[1.5, 2, 1000.5, 3])

    with override(language):
        assert (window(place), middle(place, "x"), middle(place, "y")) == ("1.5 2 1000.5 3", "501.8", "3.5")


def test_region_window_holds_every_place_that_is_drawn() -> None:
    drawn = [Municipality(outline="M", window=[0, 10, 5, 5]), Municipality(outline="M", window=[20, 0, 5, 5])]

    assert region_window([*drawn, Municipality(outline="", window=[500, 500, 5, 5])]) == "0 0 25 15"


def test_region_window_of_nothing_is_still_a_window() -> None:
    assert region_window([]) == "0 0 1 1"


def test_before_bracket_leaves_out_the_older_name() -> None:
    assert (before_bracket("Bolnisi (Bolus)"), before_bracket("Marneuli")) == ("Bolnisi", "Marneuli")
