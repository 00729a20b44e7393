"""The simulator's pages: who sees them, what they list, that nothing is stored; they cost the same for more."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.results import simulation
from budgeting.results.models import Count
from tests.budgeting.desk.simulated import SHARES, found_by, make_counted, open_page, path_of
from tests.budgeting.results.stored import stored
from tests.factories import LANGUAGES, make_cycle, make_vote
from tests.people import Cast


def test_staff_sees_it_and_nobody_else(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_counted(cast)
    paths = [reverse("desk_simulators"), path_of(cycle)]

    sign_in = reverse("account_request_login_code")
    assert [client.get(path).headers.get("Location") for path in paths] == [f"{sign_in}?next={path}" for path in paths]
    for person, status in (
        *((cast.resident, 403), (cast.observer, 403)),
        *((cast.official, 200), (cast.translator, 200), (elsewhere.moderator, 200)),
    ):
        client.force_login(person)
        assert [client.get(path).status_code for path in paths] == [status] * 2
        assert {client.post(path).status_code for path in paths} == {405 if status == 200 else 403}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_answer_in_every_language(client: Client, cast: Cast, language: str) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)
    with override(language):
        for path in (reverse("desk_simulators"), path_of(cycle), f"{path_of(cycle)}?method=greedy&envelope=500"):
            response = client.get(path)
            assert (path, response.status_code) == (path, 200)
            assert f'<html lang="{language}">' in response.content.decode()


def test_list_has_counted_public_cycles_of_every_municipality_newest_first(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    first, second = make_counted(cast), make_counted(elsewhere)
    make_vote(cast)
    private = make_counted(cast)
    Cycle.objects.filter(pk=private.pk).update(proposing_cleared_at=None)
    client.force_login(cast.official)

    assert list(client.get(reverse("desk_simulators")).context["page"]) == [second, first]


def test_list_is_paged(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgeting.desk.simulator.PER_PAGE", 1)
    first, second = make_counted(cast), make_counted(cast)
    client.force_login(cast.official)

    pages = [list(client.get(reverse("desk_simulators"), {"page": page}).context["page"]) for page in (1, 2, "x")]

    assert pages == [[second], [first], [second]]


def test_cycle_without_a_count_or_a_private_one_is_not_found(client: Client, cast: Cast) -> None:
    uncounted, private, counted = make_vote(cast), make_counted(cast), make_counted(cast)
    Cycle.objects.filter(pk=private.pk).update(proposing_cleared_at=None)
    client.force_login(cast.official)

    assert [open_page(client, cycle).status_code for cycle in (uncounted, private, make_cycle(cast))] == [404] * 3
    of_another = Count.objects.get(cycle=private).pk
    for count in (of_another, "0", "x", "", "9" * 30, "-1"):
        assert open_page(client, counted, count=count).status_code == 404


def test_links_lead_to_it_from_the_desk(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)

    assert f'href="{reverse("desk_simulators")}"' in client.get(reverse("desk")).content.decode()
    counts = client.get(reverse("desk_counts", args=[cycle.pk])).content.decode()
    assert f'href="{reverse("desk_simulator", args=[cycle.address])}"' in counts


def test_nothing_is_stored_and_a_second_look_counts_no_more(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)
    before = stored()
    first = found_by(client, cycle, **SHARES)

    monkeypatch.setattr(simulation, "count_election", None)
    assert found_by(client, cycle, **SHARES) == first
    with override("ka"):
        client.get(path_of(cycle), SHARES)
    assert stored() == before


def test_costs_the_same_with_1_and_with_10_projects(client: Client, cast: Cast) -> None:
    cycles = [make_counted(cast, [[1]], (10_000,) * projects) for projects in (1, 10)]
    client.force_login(cast.official)
    for asked in ({}, {**SHARES, "envelope": "50"}):
        costs = []
        for cycle in cycles:
            with CaptureQueriesContext(connection) as queries:
                open_page(client, cycle, **asked)
            costs.append(len(queries))
        assert costs[0] == costs[1] <= 12


def test_list_costs_the_same_with_1_and_with_3_elections(client: Client, cast: Cast) -> None:
    client.force_login(cast.official)
    costs = []
    for more in (1, 2):
        for _number in range(more):
            make_counted(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk_simulators"))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
