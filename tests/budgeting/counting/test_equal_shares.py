"""The Method of Equal Shares by hand: prices, who pays, and every switch beside the sweep."""

from fractions import Fraction
from typing import Any

import pytest

from budgeting.counting.conditions import Area, Conditions
from budgeting.counting.count import count_election
from budgeting.counting.rule import EqualSharesRule
from budgeting.counting.trace import Part, Preference
from tests.budgeting.counting.elections import Ballots, Groups, election, part, prices, villages

PLAIN = EqualSharesRule("plain")


def rounds(found: Part) -> list[tuple[str, str, int, int, int]]:
    """Project, price, how many paid it in full, how many gave the rest, and that rest in hundredths."""
    return [(one.project, one.price, one.paid_in_full, one.paid_the_rest, one.rest) for one in found.rounds]


def test_every_village_wins_something() -> None:
    found = part(villages(), PLAIN)

    assert set(found.selected) == {"T1", "T2", "A1", "A2", "H1"}
    assert (found.stands, found.total_cost, found.with_nothing, found.steps) == ("equal-shares", 90_000, 0, 1)
    assert rounds(found) == [
        ("T1", "1250/3", 60, 0, 0),
        ("T2", "1250/3", 60, 0, 0),
        ("A2", "200/1", 25, 0, 0),
        ("A1", "800/1", 25, 0, 0),
        ("H1", "1000/1", 15, 0, 0),
    ]


def test_who_cannot_pay_the_price_gives_the_rest_of_their_money() -> None:
    """Everyone has 20. Three pay a third of b; one of them has 35/3 left for a, and the other supporter pays 55/3."""
    found = part(election({"a": 30, "b": 25}, [["a", "b"], ["a"], ["b"], ["b"]], 80), PLAIN)
    assert rounds(found) == [("b", "25/3", 3, 0, 0), ("a", "55/3", 1, 1, 1_166)]


def test_who_has_nothing_left_is_not_said_to_give_a_rest() -> None:
    """Ten pay all their money, 5, for a; one of them also chose b, which the eleventh pays alone."""
    found = part(election({"a": 50, "b": 5}, [["a", "b"]] + [["a"]] * 9 + [["b"]], 55), PLAIN)
    assert rounds(found) == [("a", "5/1", 10, 0, 0), ("b", "5/1", 1, 0, 0)]


@pytest.mark.parametrize(
    ("groups", "endowment", "found"),
    [
        # Both pay 15 for a; then one has 5 left, and the other two pay 10 each for b.
        ([({"a": 9, "b": 1}, 1), ({"a": 9}, 1), ({"b": 1}, 2)], 20, [("a", Fraction(15, 9)), ("b", Fraction(10))]),
        # The one with 5 left and one more cannot pay 25 with 20.
        ([({"a": 9, "b": 1}, 1), ({"a": 9}, 1), ({"b": 1}, 1)], Fraction(39, 2), [("a", Fraction(15, 9))]),
        # All money of everyone is needed for b.
        ([({"a": 9, "b": 1}, 1), ({"a": 9}, 1), ({"b": 1}, 1)], 20, [("a", Fraction(15, 9)), ("b", Fraction(20))]),
    ],
)
def test_price_rises_where_some_supporters_have_spent_their_money(
    groups: Groups, endowment: Fraction, found: object
) -> None:
    assert prices({"a": 30, "b": 25}, groups, endowment, per_cost=False) == found


def test_points_are_paid_in_proportion() -> None:
    """1 + 2 + 3 points pay 60: 10, 20 and 30. With 25 each the last gives all, and the others pay 35 for 3 points."""
    groups: Groups = [({"a": 1}, 1), ({"a": 2}, 1), ({"a": 3}, 1)]

    assert prices({"a": 60}, groups, 30) == [("a", Fraction(10))]
    assert prices({"a": 60}, groups, 25) == [("a", Fraction(35, 3))]
    assert prices({"a": 60}, groups, 20) == [("a", Fraction(20))]


def test_cost_as_utility_takes_the_dear_project_with_more_votes_first() -> None:
    costs, groups = {"dear": 60, "cheap": 10}, [({"dear": 1, "cheap": 1}, 3), ({"dear": 1}, 1)]

    assert [project for project, _price in prices(costs, groups, 15, per_cost=True)] == ["dear"]
    assert [project for project, _price in prices(costs, groups, 15, per_cost=False)] == ["cheap"]


def outcome(costs: dict[str, int], ballots: Ballots, budget: int, rule: EqualSharesRule, **conditions: Any) -> Any:
    found = part(election(costs, ballots, budget), rule, **conditions)
    return {decision.project: (decision.reason.value, decision.other) for decision in found.decisions}


def test_completion_gives_what_is_left_to_the_most_votes_that_fit() -> None:
    found = part(villages(), EqualSharesRule("plain", completion="greedy"))
    assert (found.selected, found.total_cost) == (("T1", "T2", "A2", "A1", "H1"), 90_000)

    costs, ballots = {"a": 40, "b": 30, "c": 20, "d": 10}, [["a", "b"], ["a", "b"], ["c", "d"], ["a", "d"]]
    assert outcome(costs, ballots, 70, EqualSharesRule("plain", completion="greedy")) == {
        "a": ("shared", None),
        "d": ("shared", None),
        "c": ("completed", None),
        "b": ("spent", None),
    }


def test_threshold_keeps_out_of_the_rounds_and_of_the_completion() -> None:
    rule = EqualSharesRule("plain", completion="greedy", threshold=2)
    found = outcome({"a": 10, "b": 10}, [["a"], ["a"], ["b"]], 60, rule)
    assert found == {"a": ("shared", None), "b": ("below_threshold", None)}


def test_withdrawn_project_takes_no_money_and_is_not_completed() -> None:
    rule = EqualSharesRule(completion="greedy")
    found = outcome({"a": 10, "b": 10, "c": 9}, [["a", "b"], ["a"]], 20, rule, withdrawn=("a",))
    assert found == {"b": ("shared", None), "a": ("withdrawn", None), "c": ("no_votes", None)}


def test_one_of_a_group_is_funded_and_bars_the_others() -> None:
    costs, ballots = {"a": 10, "b": 10, "c": 10}, [["a", "b"], ["a", "b", "c"], ["a"]]
    rule = EqualSharesRule(completion="greedy")

    found = outcome(costs, ballots, 60, rule, one_of=(("b", "a"), ("b", "c")))

    assert found == {"a": ("shared", None), "c": ("shared", None), "b": ("same_place", "a")}


def test_areas_have_their_own_endowment() -> None:
    areas = (Area("East", 60, ("a", "b")), Area("West", 30, ("c",)))
    found = election({"a": 60, "b": 20, "c": 30}, [["a", "c"], ["a"], ["b"], ["c"]], 1)

    parts = count_election(found, PLAIN, Conditions(areas=areas)).parts

    assert [(one.area, one.voters, one.endowment, one.selected) for one in parts] == [
        ("East", 3, "20/1", ("b",)),
        ("West", 2, "15/1", ("c",)),
    ]


def test_late_ballots_share_and_pay() -> None:
    found = part(election({"a": 10}, [["a"]], 20), PLAIN, late_ballots=({"a": 3}, {"a": 0}))

    assert (found.voters, found.endowment) == (3, "20/3")
    assert rounds(found) == [("a", "10/3", 1, 1, 666)]


def test_ranks_pay_by_their_points() -> None:
    found = part(election({"a": 5, "b": 4}, [["a", "b"], ["b"]], 20, vote_type="ordinal"), PLAIN)
    assert rounds(found) == [("b", "4/3", 2, 0, 0), ("a", "5/2", 1, 0, 0)]


def test_comparison_lets_the_count_by_votes_stand_if_more_voters_get_more() -> None:
    """The 60 of the town get more from four projects of theirs than from two; the 40 others do not."""
    found = part(villages(), EqualSharesRule("plain", comparison="preference"))

    assert (found.stands, found.selected) == ("greedy", ("T1", "T2", "T3", "T4"))
    assert found.preference == Preference(equal_shares=40, greedy=60)
    assert (found.endowment, found.steps, found.rounds, found.with_nothing) == (None, None, (), 40)


def test_comparison_lets_equal_shares_stand_if_as_many_get_more_from_each() -> None:
    ballots = [["a"], ["a"], ["b"], ["c"]]

    found = part(election({"a": 40, "b": 10, "c": 10}, ballots, 40), EqualSharesRule("plain", comparison="preference"))

    assert (found.stands, found.selected) == ("equal-shares", ("b", "c"))
    assert found.preference == Preference(equal_shares=2, greedy=2)


def test_comparison_counts_projects_or_their_cost_as_the_rule_says() -> None:
    """By votes a is built; Equal Shares gives the same two voters b and c, two projects that cost less together."""
    found = election({"a": 90, "b": 20, "c": 20}, [["a", "b", "c"]] * 2 + [["a"]], 90)

    by_number = part(found, EqualSharesRule("plain", "cardinality", comparison="preference"))

    assert by_number.preference == Preference(equal_shares=2, greedy=1)
    assert by_number.selected == ("b", "c")
    assert part(found, EqualSharesRule("plain", "cost", comparison="preference")).selected == ("a",)
