"""Circles and names on a map: read, touched, and out of each other's way."""

from portal.places.layout import lay_out, letter_height

WINDOW = [0.0, 0.0, 270.0, 200.0]


def test_area_of_a_circle_grows_with_the_count_and_the_smallest_can_be_touched() -> None:
    circles = lay_out(WINDOW, [(1, (50, 50), 1, "A"), (2, (150, 50), 100, "B"), (3, (150, 150), 25, "C")])

    assert [circle.place for circle in circles] == [2, 3, 1]
    assert circles[0].radius > circles[1].radius > circles[2].radius >= letter_height(WINDOW)


def test_name_stands_right_of_its_circle_where_there_is_room() -> None:
    [circle] = lay_out(WINDOW, [(1, (50, 100), 3, "Sadakhlo")])

    assert (circle.anchor, circle.label is not None and circle.label[0] > 50 + circle.radius) == ("start", True)


def test_name_goes_to_the_left_at_the_right_edge() -> None:
    [circle] = lay_out(WINDOW, [(1, (240, 100), 3, "Sadakhlo")])

    assert circle.anchor == "end"


def test_name_is_left_out_where_it_would_cover_another() -> None:
    crowd = [(number, (100 + number, 100), 1, "Sadakhlo") for number in range(12)]

    labels = [circle.label for circle in lay_out(WINDOW, crowd) if circle.label]

    assert 0 < len(labels) < 12
    assert len(set(labels)) == len(labels)


def test_name_gives_way_to_a_pin() -> None:
    place = (1, (50.0, 100.0), 3, "Sadakhlo")
    [free], [beside] = lay_out(WINDOW, [place]), lay_out(WINDOW, [place], pins=[(90, 100)])

    assert (free.anchor, beside.anchor != "start" or beside.label is None) == ("start", True)


def test_no_places_make_no_circles() -> None:
    assert lay_out(WINDOW, []) == []
