"""By votes, while the money lasts: every switch and every reason, by hand."""

from fractions import Fraction

import pytest

from budgeting.counting.conditions import Area, Conditions
from budgeting.counting.count import count_election
from budgeting.counting.reasons import Reason
from budgeting.counting.rule import GreedyRule
from budgeting.counting.trace import Decision
from tests.budgeting.counting.elections import election, part, villages, votes_for

GREEDY = GreedyRule()


@pytest.mark.parametrize(
    ("costs", "votes", "funded"),
    [
        ({"a": 60, "b": 50, "c": 40}, {"a": 3, "b": 2, "c": 1}, ("a", "c")),  # b does not fit and is skipped, c does
        ({"a": 60, "b": 50, "c": 40}, {"a": 1, "b": 2, "c": 3}, ("c", "b")),
        ({"a": 100}, {"a": 1}, ("a",)),  # the whole envelope
        ({"a": 101}, {"a": 9}, ()),  # one more than it holds
        ({"a": 50, "b": 50}, {"a": 2, "b": 1}, ("a", "b")),  # to the last unit
        ({"a": 50, "b": 51}, {"a": 2, "b": 1}, ("a",)),
        ({"a": 10, "b": 10}, {"a": 1}, ("a",)),  # nobody chose b
        ({"a": 10, "b": 10}, {}, ()),
        ({}, {}, ()),
        ({"a": 90, "b": 80}, {"a": 2, "b": 2}, ("b",)),  # a tie goes to the lower cost
        ({"a": 100, "b": 99, "c": 1}, {"a": 5, "b": 5, "c": 5}, ("c", "b")),
    ],
)
def test_greedy_by_hand(costs: dict[str, int], votes: dict[str, int], funded: tuple[str, ...]) -> None:
    assert part(election(costs, votes_for(votes), 100), GREEDY).selected == funded


def test_greedy_gives_all_to_the_town_and_leaves_the_villages_with_nothing() -> None:
    found = part(villages(), GREEDY)

    assert (found.selected, found.total_cost, found.with_nothing) == (("T1", "T2", "T3", "T4"), 100_000, 40)


def test_greedy_explains_every_decision() -> None:
    found = part(election({"a": 60, "b": 50, "c": 40, "d": 1}, [["a", "b"], ["a", "b"], ["a"], ["c"]], 100), GREEDY)

    assert found.decisions == (
        Decision("a", 1, 3, 60, Reason.FITS, held=10_000),
        Decision("b", 2, 2, 50, Reason.NO_MONEY_LEFT, held=4_000, missing=1_000),
        Decision("c", 3, 1, 40, Reason.FITS, held=4_000),
        Decision("d", 4, 0, 1, Reason.NO_VOTES, missing=100),
    )
    assert (found.stands, found.envelope, found.voters, found.total_cost) == ("greedy", 100, 4, 100)
    assert (found.endowment, found.steps, found.stop, found.rounds) == (None, None, None, ())


def reasons(rule: GreedyRule, **conditions: object) -> dict[str, str]:
    """Of a 70, b 50, c 40, d 10 and e 5 with 5, 4, 3, 2 and 1 votes, for 100."""
    costs, votes = {"a": 70, "b": 50, "c": 40, "d": 10, "e": 5}, {"a": 5, "b": 4, "c": 3, "d": 2, "e": 1}
    found = part(election(costs, votes_for(votes), 100), rule, **conditions)
    return {decision.project: decision.reason.value for decision in found.decisions}


def test_skip_goes_on_after_a_project_that_does_not_fit() -> None:
    fits, dear = "fits", "no_money_left"
    assert reasons(GREEDY) == {"a": fits, "b": dear, "c": dear, "d": fits, "e": fits}


def test_stop_ends_at_the_first_project_that_does_not_fit() -> None:
    found = reasons(GreedyRule(unfit="stop"))
    assert found == {"a": "fits", "b": "no_money_left", "c": "stopped", "d": "stopped", "e": "stopped"}


def test_stop_passes_over_what_cannot_win_for_another_reason() -> None:
    found = reasons(GreedyRule(unfit="stop", threshold=2), withdrawn=("b",), one_of=(("a", "c"),))
    assert found == {"a": "fits", "b": "withdrawn", "c": "same_place", "d": "fits", "e": "below_threshold"}


def test_stopped_projects_still_say_what_else_bars_them() -> None:
    found = reasons(GreedyRule(unfit="stop"), withdrawn=("c",), one_of=(("a", "d"),))
    assert found == {"a": "fits", "b": "no_money_left", "c": "withdrawn", "d": "same_place", "e": "stopped"}


def test_threshold_is_the_fewest_votes_of_a_winner() -> None:
    found = reasons(GreedyRule(threshold=2))
    assert (found["d"], found["e"]) == ("fits", "below_threshold")


def test_most_winners_leaves_out_what_would_fit() -> None:
    found = reasons(GreedyRule(most_winners=2))
    assert found == {"a": "fits", "b": "no_money_left", "c": "no_money_left", "d": "fits", "e": "enough_winners"}


def test_withdrawn_project_keeps_its_votes_and_frees_its_money() -> None:
    found = part(election({"a": 70, "b": 50}, votes_for({"a": 2, "b": 1}), 100), GREEDY, withdrawn=("a",))

    assert [(one.project, one.votes, one.reason) for one in found.decisions] == [
        ("a", 2, Reason.WITHDRAWN),
        ("b", 1, Reason.FITS),
    ]


def test_one_of_a_group_names_the_project_that_bars_it() -> None:
    costs, votes = dict.fromkeys("abcd", 10), votes_for({"a": 4, "b": 3, "c": 2, "d": 1})

    found = part(election(costs, votes, 100), GREEDY, one_of=(("b", "a"), ("b", "c"), ("d", "c", "a")))

    assert [(one.project, one.reason.value, one.other) for one in found.decisions] == [
        ("a", "fits", None),
        ("b", "same_place", "a"),
        ("c", "same_place", "a"),
        ("d", "same_place", "a"),
    ]


def test_a_barred_project_bars_nobody_itself() -> None:
    costs, votes = dict.fromkeys("abc", 10), votes_for({"a": 3, "b": 2, "c": 1})
    assert part(election(costs, votes, 100), GREEDY, one_of=(("a", "b"), ("b", "c"))).selected == ("a", "c")


def test_cardinality_puts_most_votes_for_the_money_first() -> None:
    found = election({"a": 90, "b": 30, "c": 40}, votes_for({"a": 8, "b": 3, "c": 3}), 100)

    assert part(found, GreedyRule("cost")).selected == ("a",)
    assert part(found, GreedyRule("cardinality")).selected == ("b", "c")
    worth = [Fraction(one.votes, one.cost) for one in part(found, GreedyRule("cardinality")).decisions]
    assert worth == sorted(worth, reverse=True)


def test_cardinality_settles_equal_worth_by_the_lower_cost() -> None:
    found = part(election({"a": 60, "b": 30}, votes_for({"a": 4, "b": 2}), 60), GreedyRule("cardinality"))
    assert [(one.project, one.tied_with, one.by_lot) for one in found.decisions] == [
        ("b", ("a",), False),
        ("a", ("b",), False),
    ]


def test_points_are_counted_instead_of_ballots() -> None:
    found = part(election({"a": 60, "b": 60}, [{"a": 1}, {"a": 1}, {"b": 5, "a": 0}], 60), GREEDY)
    assert [(one.project, one.votes) for one in found.decisions] == [("b", 5), ("a", 2)]


@pytest.mark.parametrize(("limit", "votes"), [({"max_length": "3"}, [5, 3, 0, 0]), ({}, [7, 4, 0, 0])])
def test_ranks_are_points_from_the_longest_ballot_down(limit: dict[str, str], votes: list[int]) -> None:
    costs = dict.fromkeys("abcd", 1)
    found = part(election(costs, [["a", "b"], ["b"]], 10, vote_type="ordinal", **limit), GREEDY)
    assert [one.votes for one in found.decisions] == votes


def test_areas_have_their_own_money_voters_and_ties() -> None:
    costs = {"a": 60, "b": 50, "c": 60, "d": 40}
    ballots = [["a", "c"], ["a", "c"], ["b"], ["d"], ["b", "d"]]
    areas = (Area("East", 60, ("a", "b")), Area("West", 100, ("c", "d")))

    outcome = count_election(election(costs, ballots, 10), GREEDY, Conditions(areas=areas))

    assert [(one.area, one.envelope, one.voters, one.selected, one.total_cost) for one in outcome.parts] == [
        ("East", 60, 4, ("b",), 50),
        ("West", 100, 4, ("d", "c"), 100),
    ]
    assert (outcome.selected, outcome.total_cost) == (("b", "d", "c"), 150)


def test_late_ballots_are_counted_beside_the_others() -> None:
    found = part(election({"a": 60, "b": 60}, [["a"]], 60), GREEDY, late_ballots=({"b": 1}, {"b": 1, "a": 0}))
    assert (found.selected, found.voters, [one.votes for one in found.decisions]) == (("b",), 3, [2, 1])


def test_huge_sums_stay_exact() -> None:
    costs = {"a": 10**12 - 1, "b": 2, "c": 1}
    assert part(election(costs, votes_for({"a": 3, "b": 2, "c": 1}), 10**12), GREEDY).selected == ("a", "c")
