"""What settles ties: lower cost, more votes, then a lot that anyone can draw again."""

from hashlib import sha256

import pytest

from budgeting.counting.lots import lot_order
from budgeting.counting.rule import EqualSharesRule, GreedyRule
from tests.budgeting.counting.elections import election, part, votes_for

IDS = [str(number) for number in range(1, 9)]
EQUALS = election(dict.fromkeys(IDS, 30), votes_for(dict.fromkeys(IDS, 2)), 100)


def test_lot_is_drawn_with_sha256_of_seed_and_id() -> None:
    by_hand = tuple(sorted(IDS, key=lambda one: sha256(f"seed 7:{one}".encode()).hexdigest()))
    assert lot_order(IDS, "seed 7") == by_hand


def test_lot_is_the_one_worked_out_once_in_a_shell() -> None:
    """printf khma:1 | sha256sum begins 0779, 5: 66c3, 4: aa70, 2: b693, 3: da88. A change would undo elections."""
    assert lot_order("12345", "khma") == ("1", "5", "4", "2", "3")


def test_lot_does_not_ask_in_which_order_projects_come() -> None:
    ids = [str(number) for number in range(200)]

    lot = lot_order(ids, "khma")

    assert lot == lot_order(reversed(ids), "khma")
    assert sorted(lot) == sorted(ids)
    assert lot != lot_order(ids, "another seed")


def test_greedy_settles_equals_by_the_seed_and_says_so() -> None:
    found = part(EQUALS, GreedyRule(), lot_seed="khma")

    assert [one.project for one in found.decisions] == list(lot_order(IDS, "khma"))
    assert found.selected == lot_order(IDS, "khma")[:3]
    assert {one.by_lot for one in found.decisions} == {True}
    assert found.decisions[0].tied_with == lot_order(IDS, "khma")[1:]
    assert found.ties == 7


def test_greedy_takes_a_lot_drawn_in_public() -> None:
    assert part(EQUALS, GreedyRule(), lot=tuple("35241678")).selected == ("3", "5", "2")


def test_without_a_lot_the_id_as_text_decides() -> None:
    found = election({"9": 60, "10": 60}, votes_for({"9": 1, "10": 1}), 60)
    assert part(found, GreedyRule()).selected == ("10",)


def test_lower_cost_goes_before_the_lot() -> None:
    found = part(election({"a": 31, "b": 30}, votes_for({"a": 2, "b": 2}), 40), GreedyRule(), lot=("a", "b"))
    assert [(one.project, one.tied_with, one.by_lot) for one in found.decisions] == [
        ("b", ("a",), False),
        ("a", ("b",), False),
    ]


def test_a_project_is_tied_only_with_as_many_votes() -> None:
    found = part(election({"a": 5, "b": 5, "c": 5}, votes_for({"a": 2, "b": 2, "c": 1}), 10), GreedyRule())
    assert {one.project: one.tied_with for one in found.decisions} == {"a": ("b",), "b": ("a",), "c": ()}


@pytest.mark.parametrize(("rule", "ties"), [(GreedyRule("cost"), 1), (GreedyRule("cardinality"), 2)])
def test_greedy_counts_the_ties_of_what_it_sorts_by(rule: GreedyRule, ties: int) -> None:
    """a and b have as many votes; b, c and d have as many votes for the money."""
    found = election({"a": 40, "b": 20, "c": 30, "d": 10}, votes_for({"a": 2, "b": 2, "c": 3, "d": 1}), 10)
    assert part(found, rule).ties == ties


def test_equal_shares_settles_equal_prices_by_more_votes() -> None:
    """After s, only one voter for z has money left, so z costs the same as b; z has more votes, b is first as text."""
    costs, ballots = {"s": 36, "b": 6, "z": 6}, [["s", "z"]] * 2 + [["s"]] * 2 + [["z"], ["b"]]

    found = part(election(costs, ballots, 54), EqualSharesRule("plain"))

    assert [(one.project, one.price, one.tied_with, one.by_lot) for one in found.rounds] == [
        ("s", "9/1", (), False),
        ("z", "6/1", ("b",), False),
        ("b", "6/1", (), False),
    ]


def test_equal_shares_settles_equals_by_the_lot_and_says_so() -> None:
    lot = lot_order(IDS, "khma")

    found = part(election(dict.fromkeys(IDS, 10), [IDS, IDS], 100), EqualSharesRule(), lot_seed="khma")

    assert found.selected == lot
    assert [one.tied_with for one in found.rounds] == [lot[turn:] for turn in range(1, 9)]
    assert [one.by_lot for one in found.rounds] == [True] * 7 + [False]
    assert found.ties == 7
