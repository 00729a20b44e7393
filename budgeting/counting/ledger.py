"""What was paid in a run of Equal Shares, exactly.

What a group of equal ballots holds is either nothing or the endowment less the prices of what it paid for in
full. So a few exact prices, whole points and the turn in which a group spent its last money say everything,
and no rational number is kept for a voter. All prices are whole multiples of one `unit` = 1 / denominator,
which grows finer with each price: sums are then sums of whole numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from budgeting.counting.profile import Floats, Profile, Rows, Whole

NEVER = np.iinfo(np.int64).max
U = 2.0**-53
# The float money of a group that spent its last, and the least of one that did not, whatever rounding took from it.
NOTHING, SOMETHING = 0.0, 1e-300


@dataclass(frozen=True, slots=True)
class Payment:
    """A funded project, which of its supporting groups gave the rest of their money, and those tied with it."""

    project: int
    is_poor: NDArray[np.bool_]
    tied_with: tuple[int, ...]


class Ledger:
    """The payments of one run. `broke_in[row]` is the turn in which a group spent its last money, or NEVER."""

    def __init__(self, profile: Profile, endowment: Fraction) -> None:
        self._profile, self.endowment = profile, endowment
        self.payments: list[Payment] = []
        self.broke_in: Whole = np.full(len(profile.sizes), NEVER, dtype=np.int64)
        self._denominator, self._held = endowment.denominator, endowment.numerator
        self._prices: list[int] = []

    @property
    def projects(self) -> list[int]:
        """The funded projects, by position, in their order."""
        return [payment.project for payment in self.payments]

    def pay(self, project: int, is_poor: NDArray[np.bool_], tied_with: tuple[int, ...]) -> None:
        """Writes down that all supporters of the project paid, the poor with the rest of their money."""
        rows = self._profile.supporters[project][is_poor]
        self.broke_in[rows[self.broke_in[rows] == NEVER]] = len(self.payments)
        self.payments.append(Payment(project, is_poor, tied_with))

    def price(self, turn: int) -> Fraction:
        """The exact price of that turn for each point; worked out when first asked for."""
        self._settle(turn + 1)
        return Fraction(self._prices[turn], self._denominator)

    def money(self, rows: Rows, turn: int | None = None) -> Fraction:
        """What these groups hold together before that turn (default: now)."""
        turn = len(self.payments) if turn is None else turn
        holding = rows[self.broke_in[rows] >= turn]
        if not len(holding):
            return Fraction(0)
        self._settle(turn)
        sizes = self._profile.sizes[holding]
        total = self._held * int(sizes.sum())
        if turn:
            given = self._profile.by_row[np.ix_(self._positions[:turn], holding)] @ sizes
            total -= sum(price * paid for price, paid in zip(self._prices[:turn], given.tolist(), strict=True))
        return Fraction(total, self._denominator)

    def holds_less(self, project: int, which: NDArray[np.bool_], price: Fraction) -> NDArray[np.bool_]:
        """Whether each of these supporting groups holds less than the price of its points."""
        rows, points = self._profile.supporters[project][which], self._profile.points[project][which]
        return self._by_history(rows, lambda one: self._money_of(rows[one]) < price * int(points[one]), points)

    def held_something(self, rows: Rows, turn: int) -> NDArray[np.bool_]:
        """Whether each of these groups, none of which spent its last before, still had money before that turn."""
        self._settle(turn)
        prices = np.array([price / self._denominator for price in self._prices[:turn]])
        left = float(self.endowment) - prices @ self._profile.by_row[np.ix_(self._positions[:turn], rows)]
        has_some: NDArray[np.bool_] = left > (4 * turn + 2) * U * float(self.endowment)
        unsure = rows[~has_some]
        has_some[~has_some] = self._by_history(unsure, lambda one: self._money_of(unsure[one], turn) > 0)
        return has_some

    def _by_history(self, rows: Rows, answer: Callable[[int], bool], *facts: Whole) -> NDArray[np.bool_]:
        """The answers for each group, by its place; groups with one history (and the same facts) hold the same,
        so each history is asked about once."""
        if not len(rows):
            return np.zeros(0, dtype=bool)
        histories = np.stack([*facts, self.broke_in[rows], *self._profile.by_row[np.ix_(self._positions, rows)]])
        _kinds, first, kind_of = np.unique(histories, axis=1, return_index=True, return_inverse=True)
        return np.array([answer(one) for one in first], dtype=bool)[kind_of.ravel()]

    def highest_price(self, project: int, turn: int | None = None) -> Fraction:
        """The price when everyone spends all they have: enough for whoever has most for each point."""
        rows, points = self._profile.supporters[project], self._profile.points[project]
        return max(self._money_of(row, turn) / int(given) for row, given in zip(rows, points, strict=True))

    def take_exactly(self, money: Floats) -> float:
        """Fills in the money of every group from the exact prices; returns a bound on its error."""
        money[:] = float(self.endowment)
        self._settle(len(self.payments))
        for payment, price in zip(self.payments, self._prices, strict=True):
            supporters = self._profile.supporters[payment.project]
            money[supporters] -= price / self._denominator * self._profile.points[payment.project]
        np.maximum(money, SOMETHING, out=money)
        money[self.broke_in != NEVER] = NOTHING
        return (4 * len(self.payments) + 2) * U * float(self.endowment)

    def _settle(self, turns: int) -> None:
        """Works out the exact prices of the first turns."""
        while len(self._prices) < turns:
            self._add_price(self._price_paid(len(self._prices)))

    def _price_paid(self, turn: int) -> Fraction:
        payment = self.payments[turn]
        rows, points = self._profile.supporters[payment.project], self._profile.points[payment.project]
        is_rich = ~payment.is_poor
        rich = int(np.dot(self._profile.sizes[rows[is_rich]], points[is_rich]))
        if not rich:
            return self.highest_price(payment.project, turn)
        return (self._profile.costs[payment.project] - self.money(rows[payment.is_poor], turn)) / rich

    def _add_price(self, price: Fraction) -> None:
        finer = price.denominator // gcd(price.denominator, self._denominator)
        if finer > 1:
            self._denominator, self._held = self._denominator * finer, self._held * finer
            self._prices = [earlier * finer for earlier in self._prices]
        self._prices.append(price.numerator * (self._denominator // price.denominator))

    @property
    def _positions(self) -> Rows:
        return np.array(self.projects, dtype=np.intp)

    def _money_of(self, row: np.intp, turn: int | None = None) -> Fraction:
        return self.money(np.array([row]), turn) / int(self._profile.sizes[row])
