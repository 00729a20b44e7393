"""Raising the endowment: where each variant starts and ends, and elections in which nothing can be reached."""

from typing import Any

import pytest

from budgeting.counting.reasons import Reason
from budgeting.counting.rule import EqualSharesRule
from tests.budgeting.counting.elections import Ballots, election, part, votes_for

ADD1, EXHAUSTIVE, PLAIN = EqualSharesRule("add1"), EqualSharesRule("add1-exhaustive"), EqualSharesRule("plain")


def swept(costs: dict[str, int], ballots: Ballots, budget: int, rule: EqualSharesRule, **conditions: Any) -> object:
    """Endowment, runs, why it ended, what was selected."""
    found = part(election(costs, ballots, budget), rule, **conditions)
    return found.endowment, found.steps, found.stop, found.selected


def test_variants_start_at_whole_units_or_at_the_exact_share() -> None:
    costs, ballots = {"a": 10, "b": 10}, votes_for({"a": 2, "b": 1})

    assert swept(costs, ballots, 19, PLAIN) == ("19/3", 1, "one_run", ("a",))
    assert swept(costs, ballots, 19, ADD1) == ("9/1", 5, "over_budget", ("a",))
    assert swept(costs, ballots, 19, EXHAUSTIVE) == ("19/3", 1, "nothing_fits", ("a",))
    assert swept(costs, ballots, 20, EXHAUSTIVE) == ("32/3", 5, "all_funded", ("a", "b"))


def test_exhaustive_ends_as_soon_as_nothing_fits_and_add1_goes_on() -> None:
    """With 5 each, two voters pay b, and a does not fit the 11 left. With 6 each, three pay a, and b is too dear."""
    costs, ballots = {"a": 18, "b": 9, "c": 100}, [["a", "b"], ["a", "b"], ["a"], ["c"]]
    assert swept(costs, ballots, 20, EXHAUSTIVE) == ("5/1", 1, "nothing_fits", ("b",))
    assert swept(costs, ballots, 20, ADD1) == ("10/1", 7, "over_budget", ("a",))


def test_step_says_how_far_each_run_goes() -> None:
    costs, ballots = {"a": 10, "b": 10}, votes_for({"a": 2, "b": 1})
    assert swept(costs, ballots, 20, EqualSharesRule(step=2)) == ("10/1", 3, "all_funded", ("a", "b"))
    assert swept(costs, ballots, 20, EqualSharesRule(step=3)) == ("12/1", 3, "all_funded", ("a", "b"))


def test_run_that_costs_more_than_there_is_does_not_stand() -> None:
    """With 10 each all three would be paid."""
    ballots = votes_for({"a": 1, "b": 1, "c": 1})
    assert swept({"a": 8, "b": 9, "c": 10}, ballots, 26, ADD1) == ("9/1", 3, "over_budget", ("a", "b"))


RULES = [
    EqualSharesRule(variant, utility) for variant in ("add1", "add1-exhaustive") for utility in ("cost", "cardinality")
]


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize(
    ("costs", "ballots", "budget", "found"),
    [
        ({"a": 5, "b": 6}, [], 10, ("0/1", 0, "no_voters", ())),  # nobody voted
        ({}, [], 10, ("0/1", 0, "no_voters", ())),  # nor is there anything to vote for
        ({"a": 5}, [{"a": 0}] * 2, 10, ("5/1", 1, "all_funded", ())),  # nobody chose anything
        ({"a": 11}, [["a"]], 10, ("10/1", 1, "all_funded", ())),  # the only project costs more than there is
        ({"a": 11, "b": 4}, [["a"], ["b"]], 10, ("5/1", 1, "all_funded", ("b",))),
        ({"a": 10}, [["a"]], 10, ("10/1", 1, "all_funded", ("a",))),  # one voter
        ({"a": 5, "b": 4}, [["a"], ["b"]], 10, ("5/1", 1, "all_funded", ("b", "a"))),  # everything fits
        ({"a": 9, "b": 1}, [["a"]], 10, ("10/1", 1, "all_funded", ("a",))),  # nobody chose b
        ({"a": 9, "b": 10**12}, [["a"]], 10, ("10/1", 1, "all_funded", ("a",))),
    ],
)
def test_sweep_ends_where_more_money_changes_nothing(
    rule: EqualSharesRule, costs: dict[str, int], ballots: Ballots, budget: int, found: object
) -> None:
    assert swept(costs, ballots, budget, rule) == found


def test_one_voter_who_wants_too_much_gets_what_fits() -> None:
    costs, ballots = {"a": 6, "b": 5}, [["a", "b"]]
    assert swept(costs, ballots, 8, ADD1) == ("10/1", 4, "over_budget", ("b",))
    assert swept(costs, ballots, 8, EXHAUSTIVE) == ("8/1", 1, "nothing_fits", ("b",))


def test_fewer_units_than_voters_start_at_nothing() -> None:
    assert swept({"a": 3, "b": 9}, [["a"]] * 2 + [["b"]] * 3, 3, ADD1) == ("2/1", 3, "all_funded", ("a",))


def test_step_that_is_larger_than_all_there_is_takes_one_more_run() -> None:
    rule = EqualSharesRule(step=10**9)
    assert swept({"a": 8, "b": 9}, [["a"], ["b"]], 16, rule) == ("8/1", 2, "over_budget", ("a",))
    assert swept({"a": 8, "b": 9}, [["a"], ["b"]], 17, rule) == (f"{10**9 + 8}/1", 2, "all_funded", ("a", "b"))


def test_sweep_does_not_wait_for_what_cannot_win() -> None:
    """b and c exclude a, d is withdrawn, e has too few votes, f costs more than there is."""
    costs = {"a": 5, "b": 20, "c": 20, "d": 20, "e": 20, "f": 61}
    ballots = [["a", "b", "d", "f"], ["a", "c", "d", "f"], ["b", "c", "e", "f"]]

    found = swept(costs, ballots, 60, EqualSharesRule(threshold=2), withdrawn=("d",), one_of=(("a", "b"), ("a", "c")))

    assert found == ("20/1", 1, "all_funded", ("a",))


def test_fifty_thousand_steps_end_over_the_budget() -> None:
    """Two voters each want all the money: only twice the share pays for one, and then for both."""
    found = part(election({"a": 100_000, "b": 100_000}, [["a"], ["b"]], 100_000), ADD1)

    assert (found.steps, found.stop, found.selected) == (50_001, "over_budget", ())
    assert [(one.project, one.reason, one.held, one.missing) for one in found.decisions] == [
        ("a", Reason.TOO_DEAR, 9_999_900, 100),
        ("b", Reason.TOO_DEAR, 9_999_900, 100),
    ]
