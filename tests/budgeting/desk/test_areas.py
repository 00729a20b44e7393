"""The desk's page of areas, and the vote's settings in the form of a cycle."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from tests.budgeting.cycles.test_areas import make_area
from tests.budgeting.desk.typed_cycle import CYCLE
from tests.factories import LANGUAGES, make_cycle, make_feasible, make_settlement, open_vote
from tests.people import Cast


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast, Stage.REVIEWING)


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def typed(*places, **facts: object) -> dict[str, object]:
    names = {f"name_{code}": f"North {code}" for code in LANGUAGES}
    return {**names, "envelope_tetri": "20 000", "settlements": [place.pk for place in places], **facts}


def test_administrator_adds_changes_and_takes_away_an_area(cast: Cast, cycle: Cycle, desk: Client) -> None:
    village, path = make_settlement(cast.municipality), reverse("desk_areas", args=[cycle.pk])
    added = desk.post(path, typed(village))
    area = cycle.areas.get()
    changed = desk.post(f"{path}?area={area.pk}", typed(village, envelope_tetri="30 000"))
    area.refresh_from_db()
    page = desk.get(f"{path}?area={area.pk}").content.decode()
    removed = desk.post(f"{path}?area={area.pk}", {"remove": "yes"})

    assert (added.status_code, changed.status_code, removed.status_code) == (302, 302, 302)
    assert (area.envelope_tetri, area.name_hy, 'value="30000"' in page) == (3_000_000, "North hy", True)
    assert not cycle.areas.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"envelope_tetri": "200 000"},
        {"envelope_tetri": "x"},
        {"name_az": ""},
        {"settlements": []},
        {"name_ka": "ა" * 81},
        {"settlements": ["999999"]},
    ],
)
def test_refused_area_keeps_what_was_typed(cast: Cast, cycle: Cycle, desk: Client, facts: dict) -> None:
    page = desk.post(reverse("desk_areas", args=[cycle.pk]), typed(make_settlement(cast.municipality), **facts))
    assert (page.status_code, "North hy" in page.content.decode(), cycle.areas.exists()) == (422, True, False)


def test_areas_of_a_signed_vote_are_shown_and_stay(cast: Cast, cycle: Cycle, desk: Client) -> None:
    area = make_area(cast, cycle, village := make_settlement(cast.municipality))
    make_feasible(cast, cycle, settlement=village)
    open_vote(cast, cycle)
    path = reverse("desk_areas", args=[cycle.pk])

    assert "can no longer be changed" in desk.get(path).content.decode()
    assert desk.post(f"{path}?area={area.pk}", {"remove": "yes"}).status_code == 302
    assert desk.post(path, typed(village)).status_code == 422
    assert cycle.areas.get() == area


def test_everybody_sees_the_areas_with_their_envelopes(cast: Cast, cycle: Cycle) -> None:
    make_area(cast, cycle, make_settlement(cast.municipality))
    page = Client().get(reverse("cycle", args=[cycle.pk])).content.decode()
    assert all(part in page for part in ("North en", "20,000", "Sadakhlo en", "80,000"))


def test_settings_of_the_vote_are_the_administrators(cast: Cast, desk: Client) -> None:
    vote = {
        "ballot_kind": "knapsack",
        "min_projects": "2",
        "max_projects": "4",
        "advised_projects": "3",
        "silence_days": "7",
        "votes_in": "one",
    }
    desk.post(reverse("desk_new_cycle", args=[cast.municipality.slug]), {**CYCLE, **vote})
    cycle = Cycle.objects.get()

    kept = (cycle.ballot_kind, cycle.min_projects, cycle.max_projects, cycle.advised_projects, cycle.votes_in)
    assert (*kept, cycle.silence_days) == ("knapsack", 2, 4, 3, "one", 7)


def test_form_says_in_words_how_much_each_method_proves(cast: Cast, desk: Client) -> None:
    page = desk.get(reverse("desk_new_cycle", args=[cast.municipality.slug])).content.decode()
    assert "Voting card · Level 2: the voter holds a card or a phone." in page
