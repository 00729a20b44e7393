"""The page of the ballot: lists by area, swaps, an order of one's own, and how many queries it takes."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Area, Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.queryset import SHUFFLES, shuffled_place
from budgeting.voting.models import Ballot, Roll, Trace
from portal.clock import pinned
from tests.cases.ballots import choose, prove
from tests.factories import make_cards, make_cycle, make_feasible, make_settlement, make_vote, open_vote
from tests.people import Cast

KNAPSACK = {"ballot_kind": "knapsack", "max_projects": None}


def path_of(cycle: Cycle) -> str:
    return reverse("vote", args=[cycle.address])


def shown_numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'name="choice" value="(\d+)"', page)]


def make_areas(cast: Cast, **facts: object) -> tuple[Cycle, Area, Area]:
    """Numbers 1 and 2 of the whole municipality, 3 and 4 of the north, 5 of the south."""
    cycle = make_cycle(cast, Stage.VOTING, **facts)
    villages = [make_settlement(cast.municipality, name) for name in ("Upper", "Lower")]
    areas = [Area.objects.create(cycle=cycle, name=name, envelope_tetri=3_000_000) for name in ("North", "South")]
    for area, village in zip(areas, villages, strict=True):
        area.settlements.add(village)
    for settlement in (None, None, villages[0], villages[0], villages[1]):
        make_feasible(cast, cycle, 2_000_000, settlement=settlement)
    open_vote(cast, cycle)
    return cycle, *areas


def test_twin_of_the_databases_order(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,) * 9)
    for seed in (0, 1, 31, SHUFFLES - 1, SHUFFLES + 4):
        by_database = list(cycle.proposals.on_ballot().shuffled(seed).values_list("pk", flat=True))
        assert by_database == sorted(by_database, key=lambda pk: shuffled_place(pk, seed))


def test_order_and_the_time_of_opening_stay_the_voters_own(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,) * 9)
    first = client.get(path_of(cycle))
    opened = first.context["draft"]

    refused = choose(client, cycle, range(1, 10), opened=opened.opened)

    assert shown_numbers(refused.content.decode()) == shown_numbers(first.content.decode())
    assert (refused.context["draft"].seed, refused.context["draft"].begun) == (opened.seed, opened.begun)


def test_a_ballot_filled_within_seconds_is_known_to_be_hasty_and_a_forged_opening_is_not_read(
    client: Client, cast: Cast
) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    with pinned(cycle.voting_from_at):
        long_ago = client.get(path_of(cycle)).context["draft"].opened
    choose(client, cycle, [1], opened=long_ago + "x")
    prove(client, cycle, code)
    assert Trace.objects.get().is_hasty

    choose(client, cycle, [1], opened=long_ago)
    prove(client, cycle, code)
    assert not Trace.objects.get().is_hasty


def test_queries_do_not_grow_with_projects_and_a_minutes_pages_share_their_texts(cast: Cast) -> None:
    few, many = make_vote(cast, (1_000_000,) * 2), make_vote(cast, (1_000_000,) * 12)
    counts = []
    for cycle in (few, many):
        client = Client()
        client.get(path_of(cycle))
        choose(client, cycle, [1])
        with CaptureQueriesContext(connection) as queries:
            client.get(path_of(cycle))
        counts.append(len(queries))

    assert counts == [3, 3]


def test_texts_kept_for_a_minute_are_those_of_the_language_and_of_the_projects_there_are(
    client: Client, cast: Cast
) -> None:
    cycle = make_vote(cast)
    english, armenian = client.get(path_of(cycle)), client.get(path_of(cycle).replace("/en/", "/hy/"))
    cycle.proposals.filter(number=2).update(state="withdrawn")

    assert 'lang="hy"' in str(armenian.context["sections"][0].drawn)
    assert str(english.context["sections"][0].drawn) != str(armenian.context["sections"][0].drawn)
    assert sorted(shown_numbers(client.get(path_of(cycle)).content.decode())) == [1, 3]


@pytest.mark.parametrize("swap", [1, 2, 3])
def test_a_swap_takes_one_project_out_and_leads_on(client: Client, cast: Cast, swap: int) -> None:
    cycle = make_vote(cast, (1_200_000, 1_000_000, 1_100_000), envelope_tetri=2_500_000, **KNAPSACK)
    refused = choose(client, cycle, [1, 2, 3])
    assert [project.number for project in refused.context["swaps"]] == [2, 3, 1]
    assert "Take out № 2" in refused.content.decode()

    answer = choose(client, cycle, [1, 2, 3], swap=str(swap))

    assert (answer.status_code, answer["Location"]) == (302, reverse("vote_check", args=[cycle.address]))
    assert client.get(answer["Location"]).context["projects"][0].number in {1, 2, 3} - {swap}


def test_where_no_single_project_is_enough_the_dearest_is_named(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast, (1_200_000, 1_000_000, 1_100_000), envelope_tetri=1_000_000, **KNAPSACK)

    refused = choose(client, cycle, [1, 2, 3])

    assert (refused.context["swaps"], refused.context["dearest"].number) == ([], 1)
    assert "Taking out one project is not enough." in refused.content.decode()


def test_advice_is_given_and_a_shorter_ballot_passes(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast, advised_projects=3)
    [code] = make_cards(cast, cycle)
    assert "Name at least 3" in client.get(path_of(cycle)).content.decode()

    choose(client, cycle, [1, 2])
    check = client.get(reverse("vote_check", args=[cycle.address]))
    assert "The municipality advises to name at least 3 projects." in check.content.decode()
    prove(client, cycle, code)
    choose(client, cycle, [1, 2, 3])
    assert "advises" not in client.get(reverse("vote_check", args=[cycle.address])).content.decode()
    assert Ballot.objects.get().choices == [1, 2]


def test_a_home_area_shows_its_list_beside_the_whole_one_and_keeps_choices(client: Client, cast: Cast) -> None:
    cycle, north, south = make_areas(cast)
    assert sorted(shown_numbers(client.get(path_of(cycle)).content.decode())) == [1, 2]

    answer = choose(client, cycle, [2], show="1", area=str(north.pk))
    page = client.get(answer["Location"])
    assert sorted(shown_numbers(page.content.decode())) == [1, 2, 3, 4]
    assert page.context["draft"].choices == [2]

    choose(client, cycle, [2, 3], show="1", area=str(south.pk))
    page = client.get(path_of(cycle))
    assert sorted(shown_numbers(page.content.decode())) == [1, 2, 5]
    assert page.context["draft"].choices == [2]  # what stands in no list of theirs is not theirs to choose


def test_a_ballot_of_two_lists_is_cast_with_its_area(client: Client, cast: Cast) -> None:
    cycle, north, _south = make_areas(cast)
    [code] = make_cards(cast, cycle)

    choose(client, cycle, [1, 3], area=str(north.pk))
    prove(client, cycle, code)

    assert (Ballot.objects.get().choices, Roll.objects.get().area) == ([1, 3], north)


def test_limits_hold_in_each_list_and_one_list_means_one(client: Client, cast: Cast) -> None:
    cycle, north, south = make_areas(cast, votes_in="one", max_projects=1)
    page = client.get(path_of(cycle)).content.decode()
    assert "Vote in one list" in page

    for choices, area in (([1, 3], north), ([3, 4], north), ([5], north), ([5], "nonsense")):
        area = getattr(area, "pk", area)
        assert choose(client, cycle, choices, area=str(area)).status_code == 422
    assert choose(client, cycle, [5], area=str(south.pk)).status_code == 302


def test_another_cycles_area_is_nobodys_home(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle, _north, _south = make_areas(cast)
    other, theirs, _ = make_areas(elsewhere)
    assert other != cycle

    answer = choose(client, cycle, [3], area=str(theirs.pk))

    assert (answer.status_code, answer.context["draft"].area) == (422, None)


def test_nobodys_name_stands_on_the_way_of_a_vote(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    client.force_login(cast.official)
    choose(client, cycle, [1])
    names = ("vote", "vote_check", "vote_identify", "receipt_check", "vote_finish")
    pages = [client.get(reverse(name, args=[cycle.address])) for name in names]
    pages.append(prove(client, cycle, code))

    for page in pages:
        text = page.content.decode()
        assert (page.status_code, "Official" in text, cast.official.email in text) == (200, False, False)
        assert "no-store" in page["Cache-Control"]
