"""The simulator: the same ballots under another rule, beside the published result; nothing is stored."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.counting.rule import EqualSharesRule, Rule, rule_as_data
from budgeting.cycles.models import Cycle
from budgeting.desk.rule_form import SWITCHES
from budgeting.results import simulation
from budgeting.results.actions import count_cycle
from budgeting.results.models import Count
from budgeting.results.simulation import Simulation, Sums
from budgeting.voting.actions import cast_ballot
from tests.budgeting.results.stored import stored
from tests.factories import make_cycle, make_settlement, make_vote, make_voters
from tests.people import Cast

LANGUAGES = ("ka", "hy", "az", "en")
BALLOTS = [[1, 2], [1, 2], [1], [3]]
# A town and two villages: T1 to T4 are 1 to 4, A1 and A2 are 5 and 6, H1 is 7.
TOWN_COSTS = (2_500_000,) * 4 + (2_000_000, 500_000, 1_500_000)
TOWN_BALLOTS = [[1, 2, 3, 4]] * 60 + [[5, 6]] * 25 + [[7]] * 15
SHARES = {"method": "equal-shares"}


def make_counted(
    cast: Cast,
    ballots: list[list[int]] = BALLOTS,
    costs: tuple[int, ...] = (60_000, 50_000, 40_000, 10_000),
    envelope_tetri: int = 100_000,
    rule: Rule | None = None,
) -> Cycle:
    """A counted cycle, by default with an envelope of 1,000 lari."""
    facts: dict[str, Any] = {"rule": rule_as_data(rule)} if rule else {}
    cycle = make_vote(cast, costs, envelope_tetri=envelope_tetri, max_projects=4, **facts)
    for voter, choices in zip(make_voters(cast, cycle, len(ballots)), ballots, strict=True):
        cast_ballot(cycle, choices, voter=voter)
    shift = cycle.voting_until_at - cycle.voting_from_at
    for field in ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at"):
        setattr(cycle, field, getattr(cycle, field) - shift)
    cycle.save()
    count_cycle(cycle, by=cast.official)
    return cycle


def path_of(cycle: Cycle) -> str:
    return reverse("desk_simulator", args=[cycle.pk])


def open_page(client: Client, cycle: Cycle, **asked: object) -> HttpResponse:
    return client.get(path_of(cycle), asked)


def found_by(client: Client, cycle: Cycle, **asked: object) -> Simulation:
    response = open_page(client, cycle, **asked)
    assert response.status_code == 200
    return response.context["found"]


def said(text: str) -> str:
    """With plain spaces, which are easier to compare."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def winners(found: Simulation) -> tuple[list[int], list[int]]:
    """The numbers of the funded projects: published, tried."""
    published = [row.project.number for row in found.rows if row.is_funded]
    return sorted(published), sorted(row.project.number for row in found.rows if row.is_funded_otherwise)


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


def test_nothing_is_counted_before_something_is_asked(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make_counted(cast, rule=EqualSharesRule(step=7, threshold=1))
    monkeypatch.setattr(simulation, "count_election", None)
    client.force_login(cast.official)

    response = open_page(client, cycle)

    found, form = response.context["found"], response.context["form"]
    assert (found.trial, form.is_bound) == (None, False)
    assert [form[name].value() for name in ("method", "step", "threshold", "envelope", "min_choices")] == [
        "equal-shares",
        7,
        1,
        "1000",
        1,
    ]
    assert 'value="1000"' in response.content.decode()


@pytest.mark.parametrize("rule", [None, EqualSharesRule(completion="greedy")])
def test_own_rule_gives_the_published_result(client: Client, cast: Cast, rule: Rule | None) -> None:
    cycle = make_counted(cast, rule=rule)
    client.force_login(cast.official)

    found = found_by(client, cycle, min_choices=1)

    published, tried = winners(found)
    assert published == tried != []
    assert (found.gains, found.losses, found.trial) == ([], [], found.published)
    bare = open_page(client, cycle).context["found"]
    assert [(row.reason, row.tie) for row in found.rows] == [(row.reason, row.tie) for row in bare.rows]


def test_town_and_two_villages(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast, TOWN_BALLOTS, TOWN_COSTS, envelope_tetri=10_000_000)
    client.force_login(cast.official)

    response = open_page(client, cycle, **SHARES)

    found = response.context["found"]
    published, tried = winners(found)
    town = set(tried) - {5, 6, 7}  # which two of the four is up to the lot
    assert (published, tried[2:], len(town), town < {1, 2, 3, 4}) == ([1, 2, 3, 4], [5, 6, 7], 2, True)
    assert found.published == Sums(100, 4, 10_000_000, spent_tetri=10_000_000, with_nothing=40)
    assert found.trial == Sums(100, 5, 10_000_000, spent_tetri=9_000_000, with_nothing=0)
    assert (found.trial.left_tetri, found.published.nothing_percent, found.trial.nothing_percent) == (1_000_000, 40, 0)
    assert [row.project.number for row in found.gains] == [6, 5, 7]
    assert {row.project.number for row in found.losses} == {1, 2, 3, 4} - town
    cells = "".join(response.content.decode().split())
    assert cells.count("<td>40(40&nbsp;%)</td><td>0(0&nbsp;%)</td>") == 1
    assert {said(row.reason) for row in found.losses} == {
        "Those who chose it paid for other projects too. After round 2 they held 24,940 ₾ together: "
        "60 ₾ less than it costs."
    }


def test_rows_say_both_results_and_the_tried_reason(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)

    found = found_by(client, cycle, method="greedy", envelope="600", threshold=2)

    assert [
        (row.project.number, row.votes, row.cost_tetri, row.is_funded, row.is_funded_otherwise, said(row.reason))
        for row in found.rows
    ] == [
        (1, 3, 60_000, True, True, "Its turn came while there was enough money for it."),
        (2, 2, 50_000, False, False, "When its turn came, 0 ₾ was left: 500 ₾ less than it costs."),
        (3, 1, 40_000, True, False, "It has fewer votes than the rule asks for: 2."),
        (4, 0, 10_000, False, False, "Nobody chose it."),
    ]
    assert (found.trial.envelope_tetri, found.trial.spent_tetri, found.trial.left_tetri) == (60_000, 60_000, 0)


def test_min_choices_leaves_out_shorter_ballots(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)

    found = found_by(client, cycle, min_choices=2)
    assert [(row.votes, row.votes_otherwise) for row in found.rows] == [(3, 2), (2, 2), (1, 0), (0, 0)]
    assert found.trial == Sums(2, 1, 100_000, spent_tetri=50_000, with_nothing=0)

    for asked in ({"min_choices": 3}, {"min_choices": 50, **SHARES}):
        nobody = found_by(client, cycle, **asked)
        assert nobody.trial == Sums(0, 0, 100_000, spent_tetri=0, with_nothing=0)
        assert nobody.trial.nothing_percent is None


def test_comparison_step_says_that_the_result_by_votes_stands(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast, [[1]] * 6 + [[2]] * 4, (100_000, 30_000), envelope_tetri=100_000)
    client.force_login(cast.official)

    response = open_page(client, cycle, method="equal-shares", variant="plain", comparison="on")

    assert winners(response.context["found"]) == ([1], [1])
    assert "More voters get more from the result by votes, so it stands instead." in response.content.decode()


def test_money_by_settlement_stands_beside_the_published(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    cycle.proposals.filter(number=3).update(settlement=make_settlement(cast.municipality))
    client.force_login(cast.official)

    found = found_by(client, cycle, method="greedy", envelope="600")

    assert [(area.name, area.tetri, area.other_tetri) for area in found.areas] == [
        ("Sadakhlo en", 40_000, 0),
        (None, 60_000, 60_000),
    ]


def test_link_names_everything_and_gives_the_same_result_for_good(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    count = Count.objects.get()
    client.force_login(cast.official)

    response = open_page(client, cycle, method="greedy", envelope="1 100", step=9, most_winners=2)
    link = response.context["link"]

    assert link.partition("?")[2] == (
        f"count={count.pk}&min_choices=1&method=greedy&envelope=1100&greedy_utility=cost&unfit=skip&most_winners=2"
    )
    assert f"<code>{link.replace('&', '&amp;')}</code>" in response.content.decode()
    count_cycle(cycle, by=cast.official, reason="A ballot box was found.")
    again = client.get(link)
    assert (again.context["found"], again.context["link"]) == (response.context["found"], link)
    assert (again.context["count"], again.context["is_standing"]) == (count, False)
    assert open_page(client, cycle).context["is_standing"] is True


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "equal-shares", "comparison": "on", "step": "3", "variant": "plain", "completion": "greedy"},
        {"method": "greedy", "unfit": "stop", "greedy_utility": "cardinality"},
        {"min_choices": "2"},
        {"envelope": "700"},
    ],
)
def test_link_asks_for_what_was_asked(client: Client, cast: Cast, asked: dict[str, str]) -> None:
    cycle = make_counted(cast, rule=EqualSharesRule(comparison="preference", step=2))
    client.force_login(cast.official)

    first = open_page(client, cycle, **asked).context
    again = client.get(first["link"]).context

    assert (again["form"].rule, again["link"], again["found"]) == (first["form"].rule, first["link"], first["found"])


BAD = {
    "envelope": ("0", "12,50", "-5", "1000000001", "9" * 30, "x"),
    "min_choices": ("0", "51", "-1", "x", "1.5", "9" * 5000),
    "step": ("0", "1000001", "x"),
    "threshold": ("-1", "9" * 30),
    "most_winners": ("0",),
    "method": ("coin", ""),
    "variant": ("endless",),
}


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, tries in BAD.items() for typed in tries])
def test_bad_answer_is_said_at_its_field_and_kept(client: Client, cast: Cast, name: str, typed: str) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)

    method = "equal-shares" if name in SWITCHES["equal-shares"] else "greedy"
    response = open_page(client, cycle, **{"method": method, "envelope": "777", "min_choices": "2", name: typed})

    form, found = response.context["form"], response.context["found"]
    assert (response.status_code, list(form.errors), form[name].value()) == (422, [name], typed)
    assert [form[other].value() for other in ("envelope", "min_choices") if other != name] == [
        typed for other, typed in (("envelope", "777"), ("min_choices", "2")) if other != name
    ]
    assert (found.trial, winners(found)) == (None, ([1, 3], []))


def test_huge_and_tiny_numbers_are_counted_at_once(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)

    asked = {**SHARES, "envelope": "1 000 000 000"}
    for step in ("1", "1000000"):
        assert winners(found_by(client, cycle, **asked, step=step))[1] == [1, 2, 3]
    for variant in ("add1", "add1-exhaustive", "plain"):
        assert winners(found_by(client, cycle, **{**SHARES, "envelope": "1", "variant": variant}))[1] == []
    assert winners(found_by(client, cycle, method="greedy", threshold=1_000_000, most_winners=1_000_000))[1] == []


def test_a_count_of_too_many_rounds_is_refused(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "MOST_ROUNDS", 50)
    cycle = make_counted(cast)
    client.force_login(cast.official)

    response = open_page(client, cycle, **SHARES, step="1")

    assert (response.status_code, response.context["found"].trial) == (422, None)
    assert response.context["form"].non_field_errors() == [
        "This count would take too long. Let the share grow by more at a time."
    ]
    assert found_by(client, cycle, **SHARES, step="100").trial is not None
    monkeypatch.setattr(simulation, "MOST_ROUNDS", 5_000)
    monkeypatch.setattr(simulation, "MOST_SECONDS", -1)
    assert open_page(client, cycle, **SHARES, step="2").status_code == 422


def test_damaged_archive_is_said(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    count = Count.objects.get()
    count.archive.save("damaged.zip", ContentFile(b"no zip"))
    client.force_login(cast.official)

    for _time in ("damaged", "lost"):
        response = open_page(client, cycle, **SHARES)
        assert response.status_code == 422
        assert response.context["form"].non_field_errors() == ["The archive of this count cannot be read."]
        count.archive.storage.delete(count.archive.name)


def test_published_rule_above_the_largest_typed_envelope_can_be_tried(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast, envelope_tetri=500_000_000_000)
    client.force_login(cast.official)

    assert open_page(client, cycle).context["form"]["envelope"].value() == ""
    response = open_page(client, cycle, method="greedy", envelope="")

    assert response.context["found"].trial.envelope_tetri == 500_000_000_000
    assert client.get(response.context["link"]).context["found"] == response.context["found"]


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
