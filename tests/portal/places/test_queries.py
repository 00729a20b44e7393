"""A village is found by any of its names."""

import pytest

from portal.languages.texts import in_languages
from portal.places.models import Municipality, Settlement
from portal.places.queries import find_settlements
from tests.people import Cast

NAMES = {
    "talaveri": {"ka": "ტალავერი", "hy": "Տալավերի", "az": "Faxralı (Talaveri)", "en": "Talaveri"},
    "kvemo-bolnisi": {
        "ka": "ქვემო ბოლნისი",
        "hy": "Քվեմո Բոլնիսի",
        "az": "Aşağı Bolnisi (Kəpənəkçi)",
        "en": "Kvemo Bolnisi",
    },
    "bolnisi": {"ka": "ბოლნისი", "hy": "Բոլնիսի", "az": "Bolnisi", "en": "Bolnisi"},
}


@pytest.fixture
def bolnisi(elsewhere: Cast) -> Municipality:
    for slug, names in NAMES.items():
        Settlement.objects.create(municipality=elsewhere.municipality, slug=slug, **in_languages("name", names))
    return elsewhere.municipality


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ტალავერი", ["talaveri"]),
        ("Տալավերի", ["talaveri"]),
        ("Faxralı", ["talaveri"]),
        ("faxrali", ["talaveri"]),  # an old phone
        ("FAXRALI", ["talaveri"]),
        ("Faxralıda", ["talaveri"]),
        ("ტალავერში", ["talaveri"]),
        ("ქვემო ბოლნისიდან", ["kvemo-bolnisi"]),
        ("talav", ["talaveri"]),
        ("Kəpənəkçi", ["kvemo-bolnisi"]),
        ("kepenekci", ["kvemo-bolnisi"]),
        ("bolnisi", ["bolnisi", "kvemo-bolnisi"]),
        ("kvemo bolnisi", ["kvemo-bolnisi"]),
        ("bolnisi asagi", ["kvemo-bolnisi"]),
        ("Sadaxlı", []),
        ("", ["bolnisi", "kvemo-bolnisi", "talaveri"]),
        (" ?!", ["bolnisi", "kvemo-bolnisi", "talaveri"]),
    ],
)
def test_settlement_is_found_by_any_name_in_any_script(bolnisi: Municipality, query: str, found: list[str]) -> None:
    assert [place.slug for place in find_settlements(bolnisi, query)] == found


def test_settlements_of_another_municipality_are_not_found(bolnisi: Municipality, cast: Cast) -> None:
    assert find_settlements(cast.municipality, "bolnisi") == []


def test_other_names_are_those_the_reader_does_not_see_already(bolnisi: Municipality) -> None:
    place = bolnisi.settlements.get(slug="bolnisi")
    assert (place.name, place.other_names) == ("Bolnisi", {"ka": "ბოლნისი", "hy": "Բոլնիսի"})
