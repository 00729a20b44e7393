"""A point tapped on a map that is nothing but a picture: pixels become a place."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.point_map import AROUND, NEAR, SIDE, View, view_of
from portal.places.projection import project
from tests.factories import make_cycle, make_draft, make_settlement
from tests.people import Cast

MIDDLE = SIDE // 2


@pytest.fixture
def draft(client: Client, cast: Cast) -> Proposal:
    client.force_login(cast.resident)
    return make_draft(cast, make_cycle(cast), settlement=make_settlement(cast.municipality))


def path_of(draft: Proposal) -> str:
    return reverse("write_step", args=[draft.pk, "point"])


def tap(client: Client, draft: Proposal, left: object, top: object, **facts: Any) -> Any:
    return client.post(path_of(draft), {"at.x": left, "at.y": top, **facts})


def test_pixel_and_place_are_each_others_inverse() -> None:
    view = View(557.0, 258.0, AROUND)
    lat, lon = view.place(*view.pixel(560.25, 255.5))
    x, y = project(lat, lon)
    assert (round(x, 1), round(y, 1)) == (560.2, 255.5)


def test_tap_in_the_middle_is_the_village_and_a_tap_to_the_left_lies_west(client: Client, draft: Proposal) -> None:
    tap(client, draft, MIDDLE, MIDDLE)
    centre = Proposal.objects.get()
    assert (round(centre.lat, 3), round(centre.lon, 3)) == (41.24, 44.78)

    x, y = draft.settlement.point
    tap(client, draft, MIDDLE - 80, MIDDLE + 40, zoom="around", middle=f"{x},{y}")

    stored = Proposal.objects.get()
    assert stored.point == pytest.approx((x - 80 * AROUND / SIDE, y + 40 * AROUND / SIDE), abs=0.05)
    assert (stored.lon < centre.lon, stored.lat < centre.lat) == (True, True)


def test_tap_is_read_on_the_map_that_was_shown_even_if_the_pin_moved_meanwhile(client: Client, draft: Proposal) -> None:
    shown = client.get(path_of(draft), {"zoom": "near"}).context["middle"]
    tap(client, draft, 300, 300)  # in another window
    x, y = (float(part) for part in shown.split(","))
    tap(client, draft, MIDDLE + 32, MIDDLE, zoom="near", middle=shown)
    assert Proposal.objects.get().point == pytest.approx((x + 32 * NEAR / SIDE, y), abs=0.05)


@pytest.mark.parametrize(
    ("left", "top", "sentence"),
    [
        (0, 0, "Tap the place on the map"),  # a key was pressed
        ("", "", "Tap the place on the map"),
        ("1e9", "1", "Tap the place on the map"),
        (-1, 5, "This point is not on the map."),
        (5, SIDE + 1, "This point is not on the map."),
        ("9" * 40, "9" * 40, "This point is not on the map."),
    ],
)
def test_what_is_no_tap_on_the_map_is_refused(
    client: Client, draft: Proposal, left: object, top: object, sentence: str
) -> None:
    page = tap(client, draft, left, top)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert Proposal.objects.get().lat is None


@pytest.mark.parametrize("middle", ["0,0", "99999,99999", "-500,300", "1e308,1e308"])
def test_hand_made_window_elsewhere_is_refused(client: Client, draft: Proposal, middle: str) -> None:
    page = tap(client, draft, 300, 300, zoom="near", middle=middle if middle != "0,0" else "400,400")
    assert (page.status_code, Proposal.objects.get().lat) == (422, None)


@pytest.mark.parametrize("middle", ["", "a,b", "nan,nan", "inf,1", "1,2,3", "\x00"])
def test_nonsense_in_the_window_is_ignored(client: Client, draft: Proposal, middle: str) -> None:
    assert view_of(draft, "around", middle) == View(*draft.settlement.point, AROUND)
    for name in ("write_step", "point_map"):
        path = path_of(draft) if name == "write_step" else reverse(name, args=[draft.pk])
        assert client.get(path, {"zoom": "<b>", "middle": middle}).status_code == 200


def test_point_is_removed_with_a_press(client: Client, draft: Proposal) -> None:
    tap(client, draft, MIDDLE, MIDDLE)
    assert "Remove the point" in client.get(path_of(draft)).content.decode()
    client.post(path_of(draft), {"remove": "point"})
    assert (Proposal.objects.get().lat, Proposal.objects.get().lon) == (None, None)


def test_another_village_takes_a_far_point_away_and_a_near_one_stays(client: Client, draft: Proposal) -> None:
    tap(client, draft, MIDDLE + 10, MIDDLE)
    near = make_settlement(draft.cycle.municipality, "Near")
    far = make_settlement(draft.cycle.municipality, "Far")
    type(far).objects.filter(pk=far.pk).update(lat=41.9)
    kept = []
    for village in (near, far):
        client.post(reverse("write_step", args=[draft.pk, "place"]), {"settlement": village.pk})
        kept.append(Proposal.objects.get().lat is not None)
    assert kept == [True, False]


def test_map_shows_the_villages_and_the_pin_and_is_nobody_elses(client: Client, cast: Cast, draft: Proposal) -> None:
    village = draft.settlement
    village.name_en = "<b>Sadakhlo</b> & co"
    village.save()
    path = reverse("point_map", args=[draft.pk])
    without = ElementTree.fromstring(client.get(path).content)  # noqa: S314  (our own picture)
    tap(client, draft, MIDDLE, MIDDLE)

    response = client.get(path)

    picture = ElementTree.fromstring(response.content)  # noqa: S314
    circles = [len(list(one.iter("{http://www.w3.org/2000/svg}circle"))) for one in (without, picture)]
    assert circles == [1, 2]
    assert [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")] == ["<b>Sadakhlo</b> & co"]
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (
        "image/svg+xml",
        "private, no-cache",
    )
    client.force_login(cast.moderator)
    assert client.get(path).status_code == 404


def test_municipality_without_an_outline_has_a_map_too(client: Client, cast: Cast) -> None:
    type(cast.municipality).objects.filter(pk=cast.municipality.pk).update(outline="", window=[])
    cast.municipality.refresh_from_db()
    draft = make_draft(cast, make_cycle(cast))
    client.force_login(cast.resident)
    assert tap(client, draft, MIDDLE, MIDDLE).status_code == 302
    assert Proposal.objects.get().lat == pytest.approx(41.48, abs=0.01)


def test_point_is_kept_after_the_stage_too(client: Client, cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast, Stage.REVIEWING), settlement=make_settlement(cast.municipality))
    client.force_login(cast.resident)
    assert tap(client, draft, MIDDLE, MIDDLE).status_code == 302
