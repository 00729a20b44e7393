"""Areas with an envelope of their own."""

from typing import Any

import pytest
from django.utils import translation

from budgeting.cycles.areas import area_faults, place_areas, remove_area, save_area
from budgeting.cycles.models import Area, Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.checklist import sign_voting_gate, voting_checklist
from budgeting.voting.keys import make_key
from portal.languages.texts import in_languages
from portal.log.models import Entry
from portal.places.models import Settlement
from tests.factories import in_all, make_cycle, make_feasible, make_settlement, open_vote
from tests.people import ROLES, Cast

AGREE, FILLABLE = "The areas with an envelope of their own agree", "A ballot within the limits can be filled in"


def make_area(cast: Cast, cycle: Cycle, *places: Settlement, name: str = "North", **facts: Any) -> Area:
    facts = {"envelope_tetri": 2_000_000, **in_languages("name", in_all(name)), **facts}
    return save_area(cycle, by=cast.administrator, settlements=places, **facts)


def missing(cycle: Cycle, text: str) -> tuple[str, ...]:
    return next(line.missing for line in voting_checklist(cycle) if str(line.text) == text)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast, Stage.REVIEWING)


def test_area_is_saved_changed_and_taken_away_on_the_record(cast: Cast, cycle: Cycle) -> None:
    one, two = make_settlement(cast.municipality, "One"), make_settlement(cast.municipality, "Two")
    area = make_area(cast, cycle, one)
    make_area(cast, cycle, one, two, area=area, envelope_tetri=3_000_000)

    assert (cycle.areas.get().envelope_tetri, place_areas(cycle)) == (3_000_000, {one.pk: area.pk, two.pk: area.pk})
    remove_area(area, by=cast.administrator)
    assert (cycle.areas.exists(), Settlement.objects.count()) == (False, 2)
    acts = Entry.objects.filter(act__endswith="_area").order_by("pk").values_list("act", "facts__settlements")
    assert list(acts) == [("save_area", [one.pk]), ("save_area", [one.pk, two.pk]), ("remove_area", [one.pk, two.pk])]


@pytest.mark.parametrize("who", ["resident", *(name for name in ROLES if name != "administrator")])
def test_nobody_but_an_administrator_changes_areas(cast: Cast, cycle: Cycle, who: str) -> None:
    area = make_area(cast, cycle, make_settlement(cast.municipality))
    with pytest.raises(NotAllowed):
        save_area(cycle, by=getattr(cast, who), area=area, envelope_tetri=1, settlements=[])
    with pytest.raises(NotAllowed):
        remove_area(area, by=getattr(cast, who))


def test_settlement_lies_in_one_area(cast: Cast, cycle: Cycle) -> None:
    village = make_settlement(cast.municipality)
    make_area(cast, cycle, village)
    with pytest.raises(NotPossible, match="In another area already: Sadakhlo en") as refusal:
        make_area(cast, cycle, village, name="South")
    assert (list(refusal.value.faults), cycle.areas.count()) == (["settlements"], 1)


def test_another_cycle_may_have_the_same_settlement(cast: Cast, cycle: Cycle) -> None:
    village = make_settlement(cast.municipality)
    make_area(cast, make_cycle(cast, Stage.REVIEWING), village)
    make_area(cast, cycle, village)
    assert (area_faults(cycle), Area.objects.count()) == ([], 2)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"envelope_tetri": 0}, "envelope_tetri"),
        ({"envelope_tetri": 10_000_100}, "envelope_tetri"),
        ({"name_hy": ""}, "name_hy"),
        ({"name_ka": "  "}, "name_ka"),
    ],
)
def test_what_cannot_hold_is_refused_beside_its_question(cast: Cast, cycle: Cycle, facts: dict, field: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        make_area(cast, cycle, make_settlement(cast.municipality), **facts)
    assert (set(refusal.value.faults) <= {field, ""}, cycle.areas.exists()) == (True, False)


def test_areas_together_have_no_more_money_than_the_cycle(cast: Cast, cycle: Cycle) -> None:
    one, two = make_settlement(cast.municipality, "One"), make_settlement(cast.municipality, "Two")
    make_area(cast, cycle, one, envelope_tetri=6_000_000)
    with pytest.raises(NotPossible, match="more money together"):
        make_area(cast, cycle, two, envelope_tetri=4_000_100)
    make_area(cast, cycle, two, envelope_tetri=4_000_000)


def test_area_without_a_place_or_with_a_foreign_one_is_refused(cast: Cast, elsewhere: Cast, cycle: Cycle) -> None:
    with pytest.raises(NotPossible, match="at least one"):
        make_area(cast, cycle)
    with pytest.raises(NotPossible, match="not in this municipality"):
        make_area(cast, cycle, make_settlement(elsewhere.municipality))


def test_areas_are_frozen_once_the_vote_is_signed_for(cast: Cast, cycle: Cycle) -> None:
    area = make_area(cast, cycle, village := make_settlement(cast.municipality))
    make_feasible(cast, cycle, settlement=village)
    open_vote(cast, cycle)
    with pytest.raises(NotPossible):
        make_area(cast, cycle, village, area=area)
    with pytest.raises(NotPossible):
        remove_area(area, by=cast.administrator)


def test_change_after_the_first_signature_voids_it(cast: Cast, cycle: Cycle) -> None:
    area = make_area(cast, cycle, village := make_settlement(cast.municipality))
    make_feasible(cast, cycle, settlement=village)
    make_key(cycle)
    sign_voting_gate(cycle, by=cast.official)
    make_area(cast, cycle, village, area=area, envelope_tetri=1_900_000)

    assert sign_voting_gate(cycle, by=cast.other_official) is False


def test_officials_who_read_in_different_languages_sign_the_same(cast: Cast, cycle: Cycle) -> None:
    make_area(cast, cycle, village := make_settlement(cast.municipality))
    make_feasible(cast, cycle, settlement=village)
    make_key(cycle)
    with translation.override("ka"):
        sign_voting_gate(cycle, by=cast.official)
    with translation.override("az"):
        assert sign_voting_gate(cycle, by=cast.other_official) is True


def test_checklist_names_what_does_not_agree_among_areas(cast: Cast, cycle: Cycle) -> None:
    """Made behind the actions' back: the checklist looks itself."""
    village = make_settlement(cast.municipality)
    for name, tetri in (("North", 6_000_000), ("South", 5_000_000)):
        area = Area.objects.create(cycle=cycle, envelope_tetri=tetri, **in_languages("name", in_all(name)))
        area.settlements.add(village)

    assert missing(cycle, AGREE) == (
        "Sadakhlo en lies in more than one area.",
        "The areas have more money together than the cycle's envelope.",
    )


def test_list_without_enough_projects_cannot_be_filled_in(cast: Cast, cycle: Cycle) -> None:
    one, two = make_settlement(cast.municipality, "One"), make_settlement(cast.municipality, "Two")
    make_area(cast, cycle, one)
    make_area(cast, cycle, two, name="South")
    make_feasible(cast, cycle, settlement=one)

    assert missing(cycle, FILLABLE) == ("South en",)
    make_feasible(cast, cycle, settlement=two)
    assert missing(cycle, FILLABLE) == ()


def test_whole_municipalitys_list_needs_money_of_its_own(cast: Cast, cycle: Cycle) -> None:
    village = make_settlement(cast.municipality)
    make_area(cast, cycle, village, envelope_tetri=10_000_000)
    make_feasible(cast, cycle, settlement=village)
    assert missing(cycle, FILLABLE) == ()
    make_feasible(cast, cycle)
    assert missing(cycle, FILLABLE) == ("Marneuli en",)
