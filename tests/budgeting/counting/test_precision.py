"""Equal Shares where floats could go wrong: near ties, exact ties, huge costs and points, and errors that grow."""

import random
from fractions import Fraction

import pytest

from budgeting.counting.contest import Contest, places_of
from budgeting.counting.equal_shares import EqualShares
from budgeting.counting.ledger import Ledger
from budgeting.counting.lots import lot_order
from budgeting.counting.profile import Floats, group_ballots
from budgeting.counting.rule import EqualSharesRule
from budgeting.counting.shares import rounds_of
from budgeting.counting.trace import Preference
from tests.budgeting.counting.elections import Groups, election, part, prices, slow_prices

HUGE = 10**15


def test_near_ties_far_below_the_precision_of_floats_are_decided_rightly() -> None:
    costs = {"dearer": 3 * HUGE + 1, "cheaper": 3 * HUGE}

    found = prices(costs, [({"dearer": 1}, 3), ({"cheaper": 1}, 3)], HUGE + 1, per_cost=False)

    assert found == [("cheaper", Fraction(HUGE)), ("dearer", Fraction(3 * HUGE + 1, 3))]


def test_a_near_tie_is_decided_rightly_when_the_dearer_is_looked_at_first() -> None:
    """After s, one of two supporters of d has no money left: d then costs a millionth more than c, but once seemed
    to cost half of it."""
    costs = {"s": 2_000_000, "d": 1_000_001, "c": 1_000_000}
    groups: Groups = [({"s": 1_000, "d": 1}, 1), ({"d": 1}, 1), ({"c": 1}, 1)]

    found = prices(costs, groups, 2_000_000, per_cost=False)

    assert found == [("s", Fraction(2_000)), ("c", Fraction(1_000_000)), ("d", Fraction(1_000_001))]


@pytest.mark.parametrize(
    ("endowment", "found"),
    [
        (Fraction(2_633), [("a", Fraction(2_633))]),
        (Fraction(2_633) - Fraction(1, 10**12), []),
        (Fraction(2_633) - Fraction(1, 10**30), []),
        (Fraction(2_633) + Fraction(1, 10**30), [("a", Fraction(2_633))]),
    ],
)
def test_supporters_whose_money_equals_the_cost_to_the_last_unit_can_pay(endowment: Fraction, found: object) -> None:
    assert prices({"a": 21_064}, [({"a": 1}, 8)], endowment) == found


@pytest.mark.parametrize(("more", "gave_the_rest"), [(Fraction(0), 0), (Fraction(1, 10**25), 1)])
def test_rest_that_no_float_can_show_is_still_a_rest(more: Fraction, gave_the_rest: int) -> None:
    """After a, the first supporter of b holds nothing, or a trifle of a trifle; the other pays for b."""
    profile = group_ballots({"a": 300, "b": 50}, [({"a": 1, "b": 1}, 1), ({"a": 1}, 2), ({"b": 1}, 1)])
    contest = Contest(profile, 350, places_of(profile, ("a", "b")))
    run = EqualShares(contest, 100 + more, per_cost=True)
    run.run()

    last = list(rounds_of(contest, run.ledger, {}))[-1]

    assert (last.project, last.paid_in_full, last.paid_the_rest, last.rest) == ("b", 1, gave_the_rest, 0)


def test_money_that_is_gone_to_the_last_unit_is_gone() -> None:
    """Thirds of a unit do not add up in floats: after a, b and c nobody holds anything, and d cannot be paid."""
    costs = {"a": 1, "b": 1, "c": 1, "d": 1}
    assert prices(costs, [(dict.fromkeys("abcd", 1), 3)], 1) == [(one, Fraction(1, 3)) for one in "abc"]


def test_thousands_of_exact_ties_go_by_the_lot() -> None:
    """In each of 101 runs all projects that anybody can pay have the same price."""
    ids = [f"p{number}" for number in range(40)]
    ballots = [ids] * 4

    found = part(election(dict.fromkeys(ids, 100), ballots, 2_400), EqualSharesRule(), lot_seed="khma")

    assert found.selected == lot_order(ids, "khma")[:24]
    assert (found.endowment, found.steps, found.ties) == ("624/1", 26, 24)


def amplifying(chance: random.Random) -> tuple[dict[str, int], Groups, Fraction]:
    """One rich voter pays what many poor ones leave open, again and again: each error of theirs is his, many times
    over, and the error of the price is multiplied by points once more."""
    endowment = Fraction(chance.randint(10**6, 10**9), chance.choice((7, 11, 13)))
    rounds, many, costs, groups = chance.randint(4, 14), chance.choice((30, 300, 2_000_000)), {}, []
    for number in range(rounds):
        size = chance.randint(many // 10, many)
        left = endowment * chance.randint(1, 10) // 1_000
        costs[f"drain{number}"] = int(size * (endowment - left))
        costs[f"thin{number}"] = int(size * left) + int(endowment / (rounds + 1))
        groups.append(({f"drain{number}": 5_000, f"thin{number}": chance.choice((1, 1, 500))}, size))
    groups.append(({f"thin{number}": chance.choice((1, 3)) for number in range(rounds)}, 1))
    return costs, groups, endowment


@pytest.mark.parametrize("seed", range(60))
def test_errors_that_grow_from_round_to_round_decide_nothing(seed: int) -> None:
    costs, groups, endowment = amplifying(random.Random(seed))
    assert prices(costs, groups, endowment) == slow_prices(costs, groups, endowment, per_cost=True)


def test_money_is_taken_anew_from_the_exact_prices_when_its_error_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[float] = []

    def take_exactly(ledger: Ledger, money: Floats) -> float:
        errors.append(taken(ledger, money))
        return errors[-1]

    taken = Ledger.take_exactly
    monkeypatch.setattr(Ledger, "take_exactly", take_exactly)

    for seed in range(60):
        prices(*amplifying(random.Random(seed)))

    assert len(errors) > 10


def awkward(chance: random.Random) -> tuple[dict[str, int], Groups, Fraction]:
    """Few different costs and points, some of them huge, sums of money that just suffice or just do not."""
    ids = [f"p{number}" for number in range(chance.randint(1, 9))]
    base = chance.choice((10**12, 10**9, 1_000, 7))
    costs = {
        one: max(1, chance.choice((base, base - chance.randint(0, 3), base // chance.randint(1, 6)))) for one in ids
    }
    points = chance.choice(((1,), (1, 2, 3), (1, 2, 10**8, 10**9 - 1, 10**9)))
    sizes = chance.choice(((1,), (1, 1, 2), (1, 3, 200_000)))
    groups = [
        ({one: chance.choice(points) for one in chance.sample(ids, chance.randint(1, len(ids)))}, chance.choice(sizes))
        for _group in range(chance.randint(1, 12))
    ]
    enough = Fraction(chance.choice(list(costs.values())), chance.choice((1, 2, 3, chance.choice(groups)[1])))
    return costs, groups, enough + chance.choice((0, 0, 1, Fraction(1, 10**12), -enough / 10**15, enough / 3))


@pytest.mark.parametrize("start", range(0, 2_000, 250))
def test_engine_agrees_with_the_plainest_count_on_awkward_elections(start: int) -> None:
    for seed in range(start, start + 250):
        costs, groups, endowment = awkward(random.Random(seed))
        for per_cost in (True, False):
            expected = slow_prices(costs, groups, endowment, per_cost=per_cost)
            assert (seed, prices(costs, groups, endowment, per_cost=per_cost)) == (seed, expected)


def test_comparison_of_huge_points_and_costs_stays_exact() -> None:
    """10^9 points for a cost of 10^10 are more than 2^63."""
    found = election({"a": 10**10, "b": 1}, [{"a": 10**9}, {"b": 1}, {"b": 1}], 10**10)

    compared = part(found, EqualSharesRule("plain", comparison="preference"))

    assert (compared.stands, compared.selected) == ("equal-shares", ("b",))
    assert compared.preference == Preference(equal_shares=2, greedy=1)
