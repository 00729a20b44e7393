"""From which areas supporters come: only what ballots tell, and no cell under ten."""

from budgeting.results.supporters import supporters_by_area

AREAS = {"park": None, "road": None, "well": 1, "lamp": 1, "bridge": 2}


def test_supporters_are_counted_by_the_area_from_whose_list_they_chose_too() -> None:
    ballots = [["park", "well"]] * 40 + [["park", "lamp", "well"]] * 5 + [["park", "bridge"]] * 20 + [["park"]] * 12

    found = supporters_by_area(ballots, AREAS)

    assert found == {"park": [(1, 45), (2, 20), (None, 12)]}
    assert sum(cell or 0 for _area, cell in found["park"]) == len(ballots)


def test_a_small_cell_takes_another_with_it() -> None:
    ballots = [["park", "well"]] * 40 + [["park", "bridge"]] * 20 + [["park"]] * 3

    assert supporters_by_area(ballots, AREAS) == {"park": [(1, 40), (2, None), (None, None)]}


def test_a_ballot_from_two_areas_is_told_of_none() -> None:
    ballots = [["park", "well", "bridge"]] * 15 + [["park", "well"]] * 30 + [["park", "bridge"]] * 10

    assert supporters_by_area(ballots, AREAS) == {"park": [(1, 30), (2, 10), (None, 15)]}


def test_nothing_is_said_where_no_ballot_chose_from_both_lists_and_where_there_are_no_areas() -> None:
    assert supporters_by_area([["park"], ["well"]], AREAS) == {}
    assert supporters_by_area([["park"], ["road"]], {"park": None, "road": None}) == {}
    assert supporters_by_area([], AREAS) == {}


def test_a_project_nobody_chose_has_no_cells() -> None:
    assert list(supporters_by_area([["park", "well"]] * 30, AREAS)) == ["park"]
