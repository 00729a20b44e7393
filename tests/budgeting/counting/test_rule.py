"""Rules and conditions as data: there and back, and in which words other data is refused."""

import json
from typing import Any

import pytest

from budgeting.counting.conditions import Area, Conditions, ConditionsError, conditions_as_data, conditions_from_data
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, RuleError, rule_as_data, rule_from_data
from budgeting.counting.trace import as_text
from tests.budgeting.counting.elections import election, part

RULES: list[Rule] = [
    GreedyRule(),
    GreedyRule("cardinality", "stop", 7, 3),
    EqualSharesRule(),
    EqualSharesRule("add1-exhaustive", "cardinality", "greedy", 500, "preference", 2),
]
FULL = Conditions(
    withdrawn=("a",),
    one_of=(("a", "b"), ("b", "c")),
    areas=(Area("მთა", 10, ("a",)), Area("West", 20, ("b", "c"))),
    late_ballots=({"a": 1, "c": 3}, {"b": 0}),
    lot_seed="khma",
    lot=("c", "a", "b"),
)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_rule_comes_back_from_json(rule: Rule) -> None:
    assert rule_from_data(json.loads(as_text(rule_as_data(rule)))) == rule


@pytest.mark.parametrize("conditions", [Conditions(), FULL], ids=["none", "all"])
def test_conditions_come_back_from_json(conditions: Conditions) -> None:
    assert conditions_from_data(json.loads(as_text(conditions_as_data(conditions)))) == conditions


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"method": "phragmen"}, "The method is none of greedy, equal-shares."),
        ({"method": None}, "The method is none of greedy, equal-shares."),
        ({"utility": "votes"}, "utility is 'votes', not one of cost, cardinality."),
        ({"utility": ["cost"]}, "utility is ['cost'], not one of cost, cardinality."),
        ({"unfit": None}, "unfit is None, not one of skip, stop."),
        ({"threshold": -1}, "threshold is -1, not a whole number from 0."),
        ({"threshold": "1"}, "threshold is '1', not a whole number from 0."),
        ({"threshold": True}, "threshold is True, not a whole number from 0."),
        ({"threshold": 1.0}, "threshold is 1.0, not a whole number from 0."),
        ({"most_winners": 0}, "most_winners is 0, not a whole number from 1."),
        (
            {"step": 1},
            "The rule names ['most_winners', 'step', 'threshold', 'unfit', 'utility'], "
            "not ['most_winners', 'threshold', 'unfit', 'utility'].",
        ),
    ],
)
def test_greedy_rule_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule_from_data(rule_as_data(GreedyRule()) | change)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"variant": "add-one"}, "variant is 'add-one', not one of add1, add1-exhaustive, plain."),
        ({"completion": "phragmen"}, "completion is 'phragmen', not one of none, greedy."),
        ({"comparison": "cost"}, "comparison is 'cost', not one of none, preference."),
        ({"step": 0}, "step is 0, not a whole number from 1."),
    ],
)
def test_equal_shares_rule_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule_from_data(rule_as_data(EqualSharesRule()) | change)
    assert str(caught.value) == sentence


def test_rule_with_a_missing_switch_is_refused() -> None:
    data = rule_as_data(GreedyRule())
    del data["unfit"]

    with pytest.raises(RuleError) as caught:
        rule_from_data(data)

    found, expected = "['most_winners', 'threshold', 'utility']", "['most_winners', 'threshold', 'unfit', 'utility']"
    assert str(caught.value) == f"The rule names {found}, not {expected}."


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawn": 5},
        {"withdrawn": "ab"},
        {"withdrawn": [1]},
        {"one_of": [5]},
        {"one_of": ["ab"]},
        {"areas": [{"name": "East"}]},
        {"areas": [{"name": "East", "envelope": "much", "projects": []}]},
        {"areas": [{"name": "East", "envelope": 10.5, "projects": []}]},
        {"late_ballots": [["a"]]},
        {"late_ballots": [{"a": "1"}]},
        {"late_ballots": [{"a": True}]},
        {"late_ballots": [{"a": float("inf")}]},
        {"lot": None},
        {"lot_seed": None},
    ],
    ids=str,
)
def test_conditions_of_another_form_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ConditionsError) as caught:
        conditions_from_data(conditions_as_data(Conditions()) | change)
    assert str(caught.value) == "The conditions are not of the form this program writes."


def test_conditions_with_an_unknown_name_are_refused() -> None:
    names = "['areas', 'late_ballots', 'lot', 'lot_seed', 'one_of', 'withdrawn']"
    with pytest.raises(ConditionsError) as caught:
        conditions_from_data({"withdrawn": []})
    assert str(caught.value) == f"The conditions name ['withdrawn'], not {names}."


UNKNOWN = "The conditions name a project that does not stand in the election: x."


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        ({"withdrawn": ("x",)}, UNKNOWN),
        ({"one_of": (("a", "x"),)}, UNKNOWN),
        ({"areas": (Area("", 1, ("a", "b", "c", "x")),)}, UNKNOWN),
        ({"late_ballots": ({"x": 1},)}, UNKNOWN),
        ({"lot": ("a", "b", "c", "x")}, UNKNOWN),
        ({"areas": (Area("", 1, ("a", "b")),)}, "Every project must stand in exactly one area."),
        ({"areas": (Area("", 1, ("a", "b", "c", "a")),)}, "Every project must stand in exactly one area."),
        ({"areas": (Area("", 0, ("a", "b", "c")),)}, "Every area needs an envelope."),
        ({"lot": ("a", "b")}, "The lot must name every project exactly once."),
        ({"lot": ("a", "b", "c", "c")}, "The lot must name every project exactly once."),
        ({"late_ballots": ({"a": -1},)}, "A late ballot gives points that are not from 0 to 1,000,000,000."),
        ({"late_ballots": ({"a": 10**9 + 1},)}, "A late ballot gives points that are not from 0 to 1,000,000,000."),
    ],
    ids=str,
)
def test_conditions_that_do_not_fit_the_election_are_refused(conditions: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConditionsError) as caught:
        part(election({"a": 1, "b": 1, "c": 1}, [["a"]], 1), GreedyRule(), **conditions)
    assert str(caught.value) == sentence
