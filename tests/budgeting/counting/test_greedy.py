"""Greedy: outcomes worked out by hand, its ties, and what no input may break."""

import random
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from budgeting.counting.greedy import count_greedy
from budgeting.counting.lots import lot_order
from budgeting.counting.pabulib import read_election
from budgeting.counting.types import CountResult, Decision, Project, Reason

SEED = "a" * 32


def count(costs: dict[int, int], ballots: list[list[int]], envelope: int = 100, lot_seed: str = SEED) -> CountResult:
    return count_greedy([Project(*item) for item in costs.items()], ballots, envelope=envelope, lot_seed=lot_seed)


def ballots_for(votes: dict[int, int]) -> list[list[int]]:
    """Single-choice ballots that give these votes."""
    return [[number] for number, times in votes.items() for _time in range(times)]


@pytest.mark.parametrize(
    ("costs", "votes", "funded"),
    [
        ({1: 60, 2: 50, 3: 40}, {1: 3, 2: 2, 3: 1}, (1, 3)),  # 2 does not fit and is skipped, 3 does
        ({1: 60, 2: 50, 3: 40}, {1: 1, 2: 2, 3: 3}, (3, 2)),
        ({1: 100}, {1: 1}, (1,)),  # the whole envelope
        ({1: 101}, {1: 9}, ()),  # one more than it holds
        ({1: 50, 2: 50}, {1: 2, 2: 1}, (1, 2)),  # to the last tetri
        ({1: 50, 2: 51}, {1: 2, 2: 1}, (1,)),
        ({1: 10, 2: 10}, {1: 1}, (1,)),  # nobody chose 2
        ({1: 10, 2: 10}, {}, ()),
        ({}, {}, ()),
        ({1: 90, 2: 80}, {1: 2, 2: 2}, (2,)),  # a tie goes to the lower cost
        ({7: 100, 3: 99, 5: 1}, {7: 5, 3: 5, 5: 5}, (5, 3)),
    ],
)
def test_count_greedy_by_hand(costs: dict[int, int], votes: dict[int, int], funded: tuple[int, ...]) -> None:
    assert count(costs, ballots_for(votes)).funded == funded


def test_count_greedy_explains_every_decision() -> None:
    result = count({1: 60, 2: 50, 3: 40, 4: 1}, [[1, 2], [1, 2], [1], [3]])

    assert result == CountResult(
        (
            Decision(1, 1, 3, True, Reason.FITS, 100, False),
            Decision(2, 2, 2, False, Reason.NO_MONEY_LEFT, 40, False),
            Decision(3, 3, 1, True, Reason.FITS, 40, False),
            Decision(4, 4, 0, False, Reason.NO_VOTES, 0, False),
        ),
        ballots=4,
        envelope=100,
    )


def test_count_greedy_counts_a_ballot_that_chooses_nothing() -> None:
    assert count({1: 10}, [[], [1], []]).ballots == 3


def test_count_greedy_refuses_a_ballot_with_an_unknown_project() -> None:
    with pytest.raises(KeyError):
        count({1: 10}, [[2]])


def test_a_tie_of_votes_and_cost_goes_to_the_lot_and_says_it_was_tied() -> None:
    costs, votes = dict.fromkeys(range(1, 9), 30), dict.fromkeys(range(1, 9), 2)

    result = count(costs, ballots_for(votes))

    lot = lot_order(costs, SEED)
    assert [decision.number for decision in result.decisions] == sorted(costs, key=lambda number: lot[number])
    assert result.funded == tuple(sorted(costs, key=lambda number: lot[number])[:3])
    assert {decision.is_tied for decision in result.decisions} == {True}


def test_a_project_is_tied_only_with_as_many_votes() -> None:
    result = count({1: 5, 2: 5, 3: 5}, ballots_for({1: 2, 2: 2, 3: 1}))

    assert {decision.number: decision.is_tied for decision in result.decisions} == {1: True, 2: True, 3: False}


def test_lot_order_can_be_drawn_again_with_sha256_by_anyone() -> None:
    numbers = [5, 17, 2, 101]

    by_hand = sorted(numbers, key=lambda number: sha256(f"{SEED}:{number}".encode()).hexdigest())

    assert lot_order(numbers, SEED) == {number: place for place, number in enumerate(by_hand)}


def test_lot_order_is_the_one_worked_out_once_in_a_shell() -> None:
    """printf khma:1 | sha256sum begins 0779, 5: 66c3, 4: aa70, 2: b693, 3: da88. A change would undo elections."""
    assert lot_order([1, 2, 3, 4, 5], "khma") == {1: 0, 5: 1, 4: 2, 2: 3, 3: 4}


def test_lot_order_does_not_ask_in_which_order_projects_come_and_is_complete() -> None:
    numbers = list(range(1, 200))
    lot = lot_order(numbers, SEED)

    assert lot == lot_order(reversed(numbers), SEED)
    assert sorted(lot.values()) == list(range(199))
    assert lot != lot_order(numbers, "b" * 32)


def _random_election(chance: random.Random) -> tuple[dict[int, int], list[list[int]], int]:
    costs = {number: chance.randint(1, 40) for number in chance.sample(range(1, 60), chance.randint(0, 12))}
    ballots = [
        chance.sample(sorted(costs), chance.randint(0, min(4, len(costs)))) for _number in range(chance.randint(0, 30))
    ]
    return costs, ballots, chance.randint(1, 120)


@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_no_election_breaks_what_is_promised(start: int) -> None:
    for number in range(start, start + 250):
        chance = random.Random(number)
        costs, ballots, envelope = _random_election(chance)
        result = count(costs, ballots, envelope)
        votes = Counter(choice for ballot in ballots for choice in ballot)

        assert sum(costs[project] for project in result.funded) <= envelope
        assert [project for project in result.funded if not votes[project]] == []
        assert {decision.number: decision.votes for decision in result.decisions} == {n: votes[n] for n in costs}
        assert [decision.place for decision in result.decisions] == list(range(1, len(costs) + 1))
        assert [decision.votes for decision in result.decisions] == sorted((votes[n] for n in costs), reverse=True)
        left = envelope
        for decision in result.decisions:
            assert decision.left == left
            assert decision.is_funded == bool(decision.votes and costs[decision.number] <= left)
            left -= costs[decision.number] if decision.is_funded else 0


def test_the_order_of_projects_ballots_and_choices_does_not_matter() -> None:
    for number in range(300):
        chance = random.Random(number)
        costs, ballots, envelope = _random_election(chance)
        shuffled_costs = dict(chance.sample(sorted(costs.items()), len(costs)))
        shuffled = [chance.sample(ballot, len(ballot)) for ballot in chance.sample(ballots, len(ballots))]

        assert count(shuffled_costs, shuffled, envelope) == count(costs, ballots, envelope)


def test_huge_sums_stay_exact() -> None:
    envelope = 10**18 + 1

    assert count({1: 10**18, 2: 1, 3: 1}, ballots_for({1: 3, 2: 2, 3: 1}), envelope).funded == (1, 2)


def _official_and_ours(path: Path) -> tuple[set[str], set[str], dict[str, int]]:
    """What the city selected, what we fund, and our number of votes, each by the file's ids."""
    election = read_election(path, drop_repeats=True)
    ids = {number: project.project_id for number, project in enumerate(election.projects, start=1)}
    numbers = {project_id: number for number, project_id in ids.items()}
    result = count_greedy(
        [Project(numbers[project.project_id], project.cost) for project in election.projects],
        [[numbers[choice] for choice in vote.choices] for vote in election.votes],
        envelope=election.budget,
        lot_seed=SEED,
    )
    official = {project.project_id for project in election.projects if project.is_selected}
    votes = {ids[decision.number]: decision.votes for decision in result.decisions}
    return official, {ids[number] for number in result.funded}, votes


def test_wola_2022_comes_out_as_its_city_decided(pabulib: Path) -> None:
    path = pabulib / "Poland_Warszawa_2022_Wola.pb"
    official, ours, votes = _official_and_ours(path)

    assert ours == official
    stated = {project.project_id: project.votes for project in read_election(path, drop_repeats=True).projects}
    differing = {project: (votes[project], stated[project]) for project in votes if votes[project] != stated[project]}
    # One published vote names 1040 twice, and its city counted it twice.
    assert [(project, stated - ours) for project, (ours, stated) in differing.items()] == [("1040", 1)]


def test_targowek_2019_differs_from_its_city_only_in_the_tie(pabulib: Path) -> None:
    """Three tie at 173 votes. The city took the dearest, 797; we take the two cheaper, and then 98 fits as well."""
    official, ours, votes = _official_and_ours(pabulib / "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb")

    assert (official - ours, ours - official) == ({"797"}, {"845", "1159", "98"})
    assert [votes[project] for project in ("797", "845", "1159", "98")] == [173, 173, 173, 172]
