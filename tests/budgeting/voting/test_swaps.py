"""What to take out of a ballot that costs too much."""

import pytest

from budgeting.cycles.models import BallotKind, VotesIn
from budgeting.voting.ballots import BallotList, BallotRules, swaps

COSTS = {1: 300, 2: 500, 3: 700, 4: 200, 5: 500}


def rules(kind: str = BallotKind.KNAPSACK, most: int | None = None, fewest: int = 1) -> BallotRules:
    return BallotRules(kind, fewest, most, (BallotList(None, "", 1000, COSTS),))


@pytest.mark.parametrize(
    ("choices", "helping"),
    [
        ([3, 2], [2, 3]),  # 1200: either is enough, the cheaper first
        ([3, 4, 1], [4, 1, 3]),
        ([2, 5, 4], [4, 2, 5]),  # the same cost: by number
        ([2, 3, 4], [2, 3]),  # 1400: without 4 it is still too much
        ([1, 2, 3, 5], []),  # 2000: no single one is enough
        ([2, 5], [2, 5]),  # fits already: each of them may go
        ([2, 9], []),  # a number that is not on the ballot helps nobody
        ([2, 2, 3], []),
        ([], []),
    ],
)
def test_swaps_are_those_whose_removal_makes_it_fit(choices: list[int], helping: list[int]) -> None:
    assert swaps(rules(), choices) == helping


def test_swaps_keep_the_other_limits() -> None:
    assert swaps(rules(fewest=2), [2, 3]) == []
    assert swaps(rules(most=2), [1, 2, 4, 3]) == []


def test_swaps_are_for_ballots_that_spend_an_envelope() -> None:
    assert swaps(rules(BallotKind.APPROVAL, most=1), [1, 2]) == []


def test_swaps_look_at_each_list_by_itself() -> None:
    lists = (BallotList(None, "", 1000, {1: 300, 2: 500}), BallotList(7, "North", 400, {3: 300, 4: 200}))
    whole = BallotRules(BallotKind.KNAPSACK, 1, None, lists, VotesIn.BOTH)

    assert swaps(whole, [1, 3, 4], area=7) == [4, 3]
    assert swaps(whole, [1, 3, 4], area=None) == []
