"""What the format calls a rule, and where it has no name for it."""

import pytest

from budgeting.counting.conditions import Area, Conditions
from budgeting.counting.count import count_election
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.results.exports import format_rule
from tests.budgeting.counting.elections import election

TOWN = election({"1": 49, "2": 50, "3": 40}, [["1", "2"]] * 6 + [["3"]] * 4, 100)
LEVEL = election({"1": 50, "2": 50, "3": 40}, [["1", "2"]] * 6 + [["3"]] * 4, 100)
NOTHING = Conditions()


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (GreedyRule(), "greedy"),
        (GreedyRule(threshold=5), "greedy-threshold"),
        (GreedyRule(unfit="stop"), "greedy-no-skip"),
        (EqualSharesRule("plain"), "equalshares"),
        (EqualSharesRule(), "equalshares/add1"),
        (GreedyRule("cardinality"), "unknown"),
        (GreedyRule(most_winners=5), "unknown"),
        (GreedyRule(unfit="stop", threshold=5), "unknown"),
        (EqualSharesRule("add1-exhaustive"), "unknown"),
        (EqualSharesRule(utility="cardinality"), "unknown"),
        (EqualSharesRule(completion="greedy"), "unknown"),
        (EqualSharesRule(comparison="preference"), "unknown"),
        (EqualSharesRule(step=2), "unknown"),
        (EqualSharesRule(threshold=2), "unknown"),
        (EqualSharesRule("plain", threshold=5), "unknown"),
    ],
    ids=str,
)
def test_a_rule_is_named_only_where_the_formats_rule_is_the_same_to_the_last_switch(rule: Rule, name: str) -> None:
    assert format_rule(rule, NOTHING, count_election(TOWN, rule)) == name


@pytest.mark.parametrize(
    ("conditions", "name"),
    [
        (Conditions(lot_seed="seed"), "greedy"),
        (Conditions(lot=("3", "2", "1")), "greedy"),
        (Conditions(withdrawn=("3",)), "unknown"),
        (Conditions(one_of=(("1", "2"),)), "unknown"),
        (Conditions(areas=(Area("All", 100, ("1", "2", "3")),)), "unknown"),
        (Conditions(late_ballots=({"1": 1},)), "unknown"),
    ],
    ids=str,
)
def test_a_rule_with_conditions_the_format_cannot_say_is_unknown(conditions: Conditions, name: str) -> None:
    assert format_rule(GreedyRule(), conditions, count_election(TOWN, GreedyRule(), conditions)) == name


def test_equal_shares_settled_by_lot_are_unknown() -> None:
    names = {
        rule: format_rule(rule, NOTHING, count_election(LEVEL, rule)) for rule in (EqualSharesRule(), GreedyRule())
    }

    assert names == {EqualSharesRule(): "unknown", GreedyRule(): "greedy"}


def test_equal_shares_that_fund_all_that_anybody_chose_are_unknown() -> None:
    everything = election({"1": 10, "2": 20}, [["1"], ["1", "2"]], 100)

    assert format_rule(EqualSharesRule(), NOTHING, count_election(everything, EqualSharesRule())) == "unknown"
    assert format_rule(EqualSharesRule("plain"), NOTHING, count_election(everything, EqualSharesRule("plain"))) == (
        "equalshares"
    )
