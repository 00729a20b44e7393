"""What a count says about itself: every decision with its round and its sums, by hand, and as JSON."""

import json

from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.reasons import Reason
from budgeting.counting.rule import EqualSharesRule, GreedyRule
from budgeting.counting.trace import Barred, Decision, Part, Round, as_text, result_of, trace_of
from tests.budgeting.counting.elections import election, part

PLAIN = EqualSharesRule("plain")


def by_hand() -> Part:
    """Everyone holds 20. b takes 25/3 from three, a then all that the first has left and 55/3 from the second,
    d takes 9 from the last. c wanted 40, z 200, y is in the place of b."""
    costs = {"a": 30, "b": 25, "c": 40, "d": 9, "n": 1, "w": 50, "y": 20, "z": 200}
    ballots = [["a", "b", "c"], ["a", "c", "w"], ["b", "y"], ["b", "d", "z"]]
    return part(election(costs, ballots, 80), PLAIN, withdrawn=("w",), one_of=(("y", "b"),))


def test_decisions_say_when_and_why_each_project_was_lost() -> None:
    assert by_hand().decisions == (
        Decision("b", 1, 3, 25, Reason.SHARED, round=1, price="25/3"),
        Decision("a", 2, 2, 30, Reason.SHARED, round=2, price="55/3"),
        Decision("d", 3, 1, 9, Reason.SHARED, round=3, price="9/1"),
        Decision("c", 4, 2, 40, Reason.SPENT, round=1, held=3_166, missing=834, paid_for=(("a", 3_000), ("b", 833))),
        Decision("y", 5, 1, 20, Reason.SAME_PLACE, round=1, held=1_166, missing=834, other="b", paid_for=(("b", 833),)),
        Decision("w", 6, 1, 50, Reason.WITHDRAWN),
        Decision(
            "z", 7, 1, 200, Reason.TOO_DEAR, round=0, held=2_000, missing=18_000, paid_for=(("d", 900), ("b", 833))
        ),
        Decision("n", 8, 0, 1, Reason.NO_VOTES),
    )


def test_rounds_say_who_paid_and_whom_each_barred() -> None:
    assert by_hand().rounds == (
        Round(
            *(1, "b", "25/3", 3, 0, 0, (), False),
            barred=(Barred("c", Reason.SPENT, 3_166, 834), Barred("y", Reason.SAME_PLACE, 1_166, 834)),
        ),
        Round(2, "a", "55/3", 1, 1, 1_166, (), False, barred=()),
        Round(3, "d", "9/1", 1, 0, 0, (), False, barred=()),
    )


def test_part_sums_up() -> None:
    found = by_hand()

    assert (found.stands, found.envelope, found.voters, found.total_cost) == ("equal-shares", 80, 4, 64)
    assert (found.endowment, found.steps, found.stop, found.with_nothing) == ("20/1", 1, "one_run", 0)
    assert (found.selected, found.ties, found.preference) == (("b", "a", "d"), 0, None)


def test_completed_project_says_what_its_supporters_lacked() -> None:
    found = part(election({"a": 20, "b": 15}, [["a"], ["a"], ["b"]], 36), EqualSharesRule("plain", completion="greedy"))
    assert found.decisions[1] == Decision("b", 2, 1, 15, Reason.COMPLETED, round=0, held=1_200, missing=300)


def test_project_of_exactly_the_money_left_is_not_lost() -> None:
    """After a the supporter of b holds 10, which is its cost: it is still paid, in the next round."""
    found = part(election({"a": 20, "b": 10}, [["a", "b"], ["a"]], 40), PLAIN)
    assert [(one.project, one.price, one.barred) for one in found.rounds] == [("a", "10/1", ()), ("b", "10/1", ())]


def test_missing_is_never_nothing_where_something_is_missing() -> None:
    """Of 1/3 three pay 1 together; the one who also chose b holds 5/3, a third of a hundredth less than 1.67 says."""
    found = part(election({"a": 1, "b": 2}, [["a", "b"], ["a"], ["a"]], 6), PLAIN)
    assert found.decisions[1] == Decision(
        "b", 2, 1, 2, Reason.SPENT, round=1, held=166, missing=34, paid_for=(("a", 33),)
    )


def test_paid_for_names_the_five_that_took_most() -> None:
    costs = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "z": 30}
    found = part(election(costs, [list(costs)], 25), PLAIN)
    assert found.decisions[-1].paid_for == (("f", 600), ("e", 500), ("d", 400), ("c", 300), ("b", 200))


def test_result_holds_the_bare_outcome() -> None:
    outcome = count_election(election({"a": 3, "b": 9}, [["a"], ["b"], ["a"]], 9), PLAIN, Conditions())

    assert json.loads(as_text(result_of(outcome))) == {
        "rule": {
            "method": "equal-shares",
            "variant": "plain",
            "utility": "cost",
            "completion": "none",
            "step": 1,
            "comparison": "none",
            "threshold": 0,
        },
        "parts": [
            {
                "area": "",
                "stands": "equal-shares",
                "envelope": 9,
                "voters": 3,
                "selected": ["a"],
                "total_cost": 3,
                "endowment": "3/1",
                "steps": 1,
                "rounds": [["a", "3/2"]],
            }
        ],
    }


def test_trace_becomes_json_with_every_field() -> None:
    outcome = count_election(election({"a": 3}, [["a"]], 9), GreedyRule())

    data = json.loads(as_text(trace_of(outcome)))

    assert data["rule"] == {
        "method": "greedy",
        "utility": "cost",
        "unfit": "skip",
        "threshold": 0,
        "most_winners": None,
    }
    (found,) = data["parts"]
    assert found.keys() == set(Part.__dataclass_fields__)
    assert found["decisions"][0] == {
        "project": "a",
        "place": 1,
        "votes": 1,
        "cost": 3,
        "reason": "fits",
        "round": None,
        "held": 900,
        "missing": 0,
        "price": None,
        "other": None,
        "paid_for": [],
        "tied_with": [],
        "by_lot": False,
    }


def test_text_is_the_same_wherever_it_is_written() -> None:
    assert as_text({"b": [1, "ბაღი"], "a": None}) == '{\n "a": null,\n "b": [\n  1,\n  "ბაღი"\n ]\n}\n'
