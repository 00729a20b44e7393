"""The Method of Equal Shares: a case by hand, its guarantees on random elections, and a second, slow count."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from budgeting.counting.equal_shares import EqualShares
from budgeting.counting.profile import Profile, group_ballots
from budgeting.counting.sweep import EqualSharesRule, count_equal_shares

Ballots = list[Mapping[str, int]]


def in_order(profile: Profile) -> tuple[int, ...]:
    return tuple(range(len(profile.ids)))


def villages() -> Profile:
    """A town with 60 voters, two villages with 25 and 15; source: an example of proportionality, by hand."""
    costs = {"T1": 25_000, "T2": 25_000, "T3": 25_000, "T4": 25_000, "A1": 20_000, "A2": 5_000, "H1": 15_000}
    town = dict.fromkeys(["T1", "T2", "T3", "T4"], 1)
    ballots = [town] * 60 + [{"A1": 1, "A2": 1}] * 25 + [{"H1": 1}] * 15
    return group_ballots(costs, ballots)


def test_every_village_wins_something() -> None:
    shared = count_equal_shares(villages(), 100_000, EqualSharesRule("plain"), tie_order=tuple(range(7)))
    assert set(shared.selected) == {"T1", "T2", "A1", "A2", "H1"}


def slow_prices(costs: list[int], ballots: Ballots, ids: list[str], endowment: Fraction, per_cost: bool) -> list[str]:
    """The same rule in the plainest words: one purse for each voter, all in fractions, sorted water-filling."""
    purses = [endowment] * len(ballots)
    waiting, funded = list(range(len(ids))), []
    while True:
        best: tuple[Fraction, int] | None = None
        prices = {}
        for c in waiting:
            given = {v: ballot[ids[c]] for v, ballot in enumerate(ballots) if ballot.get(ids[c])}
            if not given or sum(purses[v] for v in given) < costs[c]:
                continue
            missing, points = Fraction(costs[c]), sum(given.values())
            for v in sorted(given, key=lambda v: purses[v] / given[v]):
                price = missing / points
                if purses[v] >= price * given[v]:
                    break
                missing, points = missing - purses[v], points - given[v]
            prices[c] = (price, given)
            ratio = price / (costs[c] if per_cost else 1)
            if best is None or (ratio, c) < best:
                best = (ratio, c)
        if best is None:
            return [ids[c] for c in funded]
        chosen = best[1]
        price, given = prices[chosen]
        for v, points in given.items():
            purses[v] -= min(purses[v], price * points)
        funded.append(chosen)
        waiting.remove(chosen)


@pytest.mark.parametrize("seed", range(300))
def test_engine_agrees_with_the_plainest_count_on_random_elections(seed: int) -> None:
    chance = random.Random(seed)
    ids = [f"p{number}" for number in range(chance.randint(1, 8))]
    # Few different costs and points: ties, and purses that equal the price to the last unit, are common.
    costs = [chance.choice([1, 2, 3, 6, 12, 7]) for _project in ids]
    ballots = [
        {project: chance.choice([1, 1, 2, 3]) for project in chance.sample(ids, chance.randint(1, len(ids)))}
        for _voter in range(chance.randint(1, 14))
    ]
    endowment = Fraction(chance.randint(1, 40), chance.choice([1, 2, 3, 7]))
    profile = group_ballots(dict(zip(ids, costs, strict=True)), ballots)
    for per_cost in (True, False):
        shares = EqualShares(profile, endowment, per_cost=per_cost, tie_order=in_order(profile))
        shares.run()
        expected = slow_prices(costs, ballots, ids, endowment, per_cost)
        assert [ids[c] for c in shares.projects] == expected


@pytest.mark.parametrize("seed", range(60))
def test_no_count_spends_more_than_the_budget_and_order_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    costs = {f"p{number}": chance.randint(1, 50) for number in range(7)}
    ballots: Ballots = [dict.fromkeys(chance.sample(list(costs), 3), 1) for _voter in range(20)]
    budget = chance.randint(20, 200)
    outcomes = set()
    for _shuffle in range(3):
        chance.shuffle(ballots)
        profile = group_ballots(costs, ballots)
        shared = count_equal_shares(profile, budget, EqualSharesRule(), tie_order=in_order(profile))
        assert sum(costs[project] for project in shared.selected) <= budget
        outcomes.add((shared.selected, shared.endowment, tuple(one.price for one in shared.rounds)))
    assert len(outcomes) == 1


def test_near_ties_far_below_the_precision_of_floats_are_decided_rightly() -> None:
    huge = 10**15
    costs = {"dearer": 3 * huge + 1, "cheaper": 3 * huge}
    profile = group_ballots(costs, [{"dearer": 1}] * 3 + [{"cheaper": 1}] * 3)
    shares = EqualShares(profile, Fraction(huge + 1), per_cost=False, tie_order=(0, 1))
    shares.run()
    assert shares.projects == [1, 0]
    assert [one.price for one in shares.rounds()] == [Fraction(huge), Fraction(3 * huge + 1, 3)]


def test_supporters_whose_money_equals_the_cost_to_the_last_unit_can_pay() -> None:
    profile = group_ballots({"a": 21_064}, [{"a": 1}] * 8)
    for endowment, funded in ((Fraction(2_633), [0]), (Fraction(2_633) - Fraction(1, 10**12), [])):
        shares = EqualShares(profile, endowment, per_cost=True, tie_order=(0,))
        shares.run()
        assert shares.projects == funded


@pytest.mark.parametrize("ballots", [[], [{}], [{"a": 1}]])
def test_impossible_elections_end(ballots: Ballots) -> None:
    profile = group_ballots({"a": 100, "b": 5}, ballots)
    shared = count_equal_shares(profile, 10, EqualSharesRule(), tie_order=(0, 1))
    assert (shared.selected, shared.completed) == ((), ())


def test_sweep_ends_when_all_that_anybody_chose_is_funded() -> None:
    profile = group_ballots({"a": 3, "b": 4, "unloved": 1}, [{"a": 1, "b": 1}] * 2)
    shared = count_equal_shares(profile, 1_000, EqualSharesRule(), tie_order=(0, 1, 2))
    assert set(shared.selected) == {"a", "b"}
