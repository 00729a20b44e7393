"""The same ballots under another rule, beside the published result."""

import pytest
from django.test import Client

from budgeting.counting.rule import EqualSharesRule, Rule
from budgeting.results import simulation
from budgeting.results.simulation import Sums
from tests.budgeting.desk.simulated import SHARES, found_by, make_counted, open_page, said, winners
from tests.factories import make_settlement
from tests.people import Cast

# A town and two villages: T1 to T4 are 1 to 4, A1 and A2 are 5 and 6, H1 is 7.
TOWN_COSTS = (2_500_000,) * 4 + (2_000_000, 500_000, 1_500_000)
TOWN_BALLOTS = [[1, 2, 3, 4]] * 60 + [[5, 6]] * 25 + [[7]] * 15


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
