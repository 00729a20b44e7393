"""The limits of a ballot, one table for pages and imports alike."""

from collections.abc import Collection

import pytest

from budgeting.cycles.models import BallotKind
from budgeting.errors import NotPossible
from budgeting.voting.ballots import BallotRules, ballot_rules, check_choices
from tests.factories import make_vote
from tests.people import Cast

COSTS = {1: 300, 2: 500, 3: 700, 4: 200}
TWICE = "A project can be chosen only once."
UNKNOWN = "One of the chosen projects is not on this ballot."


def rules(kind: str = BallotKind.APPROVAL, fewest: int = 1, most: int | None = 3, envelope: int = 1000) -> BallotRules:
    return BallotRules(kind, fewest, most, envelope, COSTS)


KNAPSACK = rules(BallotKind.KNAPSACK, most=None)


@pytest.mark.parametrize(
    ("limits", "choices", "accepted"),
    [
        (rules(), [1], [1]),
        (rules(), [3, 1, 2], [1, 2, 3]),
        (rules(), (4,), [4]),
        (rules(), {2, 3}, [2, 3]),
        (rules(most=None), [4, 3, 2, 1], [1, 2, 3, 4]),
        (rules(fewest=2, most=2), [4, 1], [1, 4]),
        (KNAPSACK, [1, 3], [1, 3]),  # the envelope to the last tetri
        (KNAPSACK, [4, 2, 1], [1, 2, 4]),
        (rules(BallotKind.KNAPSACK, most=2), [4, 1], [1, 4]),
        (rules(fewest=0), [], []),
    ],
)
def test_check_choices_returns_them_in_rising_order(
    limits: BallotRules, choices: Collection[int], accepted: list[int]
) -> None:
    assert check_choices(limits, choices) == accepted


@pytest.mark.parametrize(
    ("limits", "choices", "sentence"),
    [
        (rules(), [], "Choose at least 1 project."),
        (rules(fewest=2), [1], "Choose at least 2 projects."),
        (rules(), [1, 2, 3, 4], "Choose at most 3 projects."),
        (rules(most=1), [1, 2], "Choose at most 1 project."),
        (rules(), [2, 2], TWICE),
        (rules(), [9, 9], TWICE),
        (rules(), [0], UNKNOWN),
        (rules(), [-1, 2], UNKNOWN),
        (rules(), [5, 1], UNKNOWN),
        (rules(BallotKind.KNAPSACK, most=2), [1, 2, 4], "Choose at most 2 projects."),
    ],
)
def test_check_choices_refuses_with_the_limit_that_is_broken(
    limits: BallotRules, choices: list[int], sentence: str
) -> None:
    with pytest.raises(NotPossible) as refusal:
        check_choices(limits, choices)

    assert str(refusal.value) == sentence


def test_check_choices_says_what_a_knapsack_costs() -> None:
    with pytest.raises(NotPossible) as refusal:
        check_choices(KNAPSACK, [2, 3])

    assert str(refusal.value) == (
        "Your projects cost 12\N{NO-BREAK SPACE}₾ together; the envelope is 10\N{NO-BREAK SPACE}₾. Take something out."
    )


def test_an_approval_ballot_may_cost_more_than_the_envelope() -> None:
    assert check_choices(rules(), [1, 2, 3]) == [1, 2, 3]


def test_ballot_rules_are_the_cycles_own(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000, 500_000), min_projects=1, max_projects=2)
    make_vote(cast, (700_000,))

    assert ballot_rules(cycle) == BallotRules(BallotKind.APPROVAL, 1, 2, 10_000_000, {1: 1_000_000, 2: 500_000}, "GEL")
