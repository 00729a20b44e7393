"""The limits of a ballot, one table for pages and imports alike."""

from collections.abc import Collection

import pytest

from budgeting.cycles.models import Area, BallotKind, VotesIn
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.ballots import BallotList, BallotRules, ballot_rules, check_choices
from portal.languages.texts import in_languages
from tests.factories import in_all, make_cycle, make_feasible, make_settlement, make_vote, open_vote
from tests.people import Cast

COSTS = {1: 300, 2: 500, 3: 700, 4: 200}
TWICE = "A project can be chosen only once."
UNKNOWN = "One of the chosen projects is not on this ballot."


def rules(kind: str = BallotKind.APPROVAL, fewest: int = 1, most: int | None = 3, envelope: int = 1000) -> BallotRules:
    return BallotRules(kind, fewest, most, (BallotList(None, "", envelope, COSTS),))


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

    whole = BallotList(None, "", 10_000_000, {1: 1_000_000, 2: 500_000})
    assert ballot_rules(cycle) == BallotRules(BallotKind.APPROVAL, 1, 2, (whole,), VotesIn.BOTH, "GEL")


# Lists by area: 1 and 2 are the whole municipality's, 3 and 4 the town's (area 7), 5 the village's (area 8).
TOWN, VILLAGE = 7, 8
LISTS = (
    BallotList(None, "", 600, {1: 300, 2: 500}),
    BallotList(TOWN, "Town", 400, {3: 300, 4: 200}),
    BallotList(VILLAGE, "Village", 100, {5: 100}),
)


def in_areas(kind: str = BallotKind.APPROVAL, most: int | None = 1, votes_in: str = VotesIn.BOTH) -> BallotRules:
    return BallotRules(kind, 1, most, LISTS, votes_in)


@pytest.mark.parametrize(
    ("limits", "area", "choices"),
    [
        (in_areas(), TOWN, [2, 3]),  # one of each list, where both are voted in
        (in_areas(), VILLAGE, [1, 5]),
        (in_areas(), TOWN, [3]),  # a list left empty counts for nothing
        (in_areas(), None, [1]),
        (in_areas(BallotKind.KNAPSACK, None), TOWN, [2, 3]),  # each list has an envelope of its own
        (in_areas(votes_in=VotesIn.ONE), TOWN, [4]),
        (in_areas(votes_in=VotesIn.ONE), TOWN, [2]),
    ],
)
def test_lists_by_area_are_checked_each_by_itself(limits: BallotRules, area: int | None, choices: list[int]) -> None:
    assert check_choices(limits, choices, area) == choices


@pytest.mark.parametrize(
    ("limits", "area", "choices", "sentence"),
    [
        (in_areas(), TOWN, [3, 5], UNKNOWN),  # the neighbours' list
        (in_areas(), None, [3], UNKNOWN),
        (in_areas(), TOWN, [1, 3, 4], "Choose at most 1 project."),
        (in_areas(), TOWN, [], "Choose at least 1 project."),
        (
            in_areas(votes_in=VotesIn.ONE),
            TOWN,
            [1, 3],
            "Vote in one list: that of the whole municipality or that of your area.",
        ),
        (
            in_areas(BallotKind.KNAPSACK, None),
            TOWN,
            [1, 3, 4],
            "Your projects cost 5\N{NO-BREAK SPACE}₾ together; the envelope is 4\N{NO-BREAK SPACE}₾. "
            "Take something out.",
        ),
    ],
)
def test_lists_by_area_are_refused_whole(
    limits: BallotRules, area: int | None, choices: list[int], sentence: str
) -> None:
    with pytest.raises(NotPossible) as refusal:
        check_choices(limits, choices, area)

    assert str(refusal.value) == sentence


def test_ballot_rules_give_each_area_its_list_and_the_whole_what_is_left(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.VOTING, envelope_tetri=1_000_000)
    town = Area.objects.create(cycle=cycle, envelope_tetri=400_000, **in_languages("name", in_all("Town")))
    village = make_settlement(cast.municipality)
    town.settlements.add(village)
    make_feasible(cast, cycle, 300_000)
    make_feasible(cast, cycle, 200_000, settlement=village)
    open_vote(cast, cycle)

    assert ballot_rules(cycle).lists == (
        BallotList(None, "", 600_000, {1: 300_000}),
        BallotList(town.pk, "Town en", 400_000, {2: 200_000}),
    )
