"""The Method of Equal Shares for one endowment: every voter holds the same money and pays for what they chose.

Source: Peters, Pierczyński, Skowron (2021), "Proportional Participatory Budgeting with Additive Utilities".

In each round every project that its supporters can still pay for has a price: the least `price` such that
each supporter pays min(money left, price x points) and together they pay the cost. The project whose price
is lowest for the utility it gives is funded. Ties go by the given order.

**Exactness.** Money and prices are rationals. They are computed in floats first, with a bound on the error
that holds for any order of summation; where the bound does not separate two values, the decision is taken
again in rationals. The bound, with u = 2^-53:

- a supporter's float money differs from the true one by at most `_slack`. It starts at u x endowment and grows
  with each payment by (most points) x (error of the price) + 3u x endowment, because min(., .) and
  max(., 0) never enlarge an error. When it passes endowment x MOST_SLACK all prices paid so far are taken exactly
  and the money is computed anew, so it never runs away.
- what k groups of supporters hold together is wrong by at most supporters x (slack + (k + 2) u x endowment).
- whoever surely holds more than p(1 + CLOSE) x points pays p x points, whatever the error of their money. So
  what all pay together at a price near p is wrong by at most E = (the other supporters) x slack +
  supporters x (k + 2) u x endowment, and rises with the price by at least R for each unit, R being the points
  of the first. If CLOSE x p x R >= 2E, the true price therefore lies within 2E/R of the float one, which is
  at most CLOSE x p. If it does not hold, the price is computed exactly at once.

Two prices per utility further apart than 2 x CLOSE are therefore truly apart. Closer ones are compared as
fractions. Who has spent everything is decided exactly wherever money and price x points are close.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from budgeting.counting.profile import Profile, Rows, Whole

U = 2.0**-53
CLOSE = 1e-6
MOST_SLACK = 1e-8
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Round:
    """One funded project, by position: its price for each point, how many spent their last money on it, and
    the projects with exactly the same price per utility, of which the order of ties chose this one."""

    project: int
    price: Fraction
    spent_out: int
    tied_with: tuple[int, ...]


class EqualShares:
    """One run for one endowment: `run()` once, then `projects` and `rounds()`."""

    def __init__(self, profile: Profile, endowment: Fraction, *, per_cost: bool, tie_order: Sequence[int]) -> None:
        """`per_cost`: utility is points x cost, else points. `tie_order[c]` is the place of c among ties."""
        self._profile, self._endowment = profile, endowment
        self._scale = profile.costs if per_cost else (1,) * len(profile.costs)
        self._tie_order = tie_order
        self._money: NDArray[np.float64] = np.full(len(profile.sizes), float(endowment))
        self._slack = U * float(endowment)
        self._broke_in: Whole = np.full(len(profile.sizes), NEVER, dtype=np.int64)
        self._funded: list[_Funded] = []
        self._least = [0.0] * len(profile.costs)  # a price never falls, so the last one bounds the next
        self._open = [c for c, rows in enumerate(profile.supporters) if len(rows)]

    def run(self, *, most_cost: int | None = None) -> bool:
        """Funds until nothing can be paid any more; False as soon as the cost passes `most_cost`."""
        cost = 0
        while (chosen := self._choose()) is not None:
            project, tied = chosen
            cost += self._profile.costs[project]
            if most_cost is not None and cost > most_cost:
                return False
            self._fund(project, tied)
        return True

    @property
    def projects(self) -> list[int]:
        """The funded projects, by position, in their order."""
        return [funded.project for funded in self._funded]

    def rounds(self) -> tuple[Round, ...]:
        """The rounds of the run with their exact prices, which are worked out only now."""
        sizes = self._profile.sizes
        return tuple(
            Round(
                funded.project,
                self._exact_price_paid(turn),
                int(sizes[self._broke_in == turn].sum()),
                funded.tied_with,
            )
            for turn, funded in enumerate(self._funded)
        )

    # --- Choosing --------------------------------------------------------------------------------

    def _choose(self) -> tuple[int, tuple[int, ...]] | None:
        """The project of the next round and those tied with it."""
        best, near = float("inf"), []
        for project in sorted(self._open, key=lambda c: self._least[c] / self._scale[c]):
            if self._least[project] / self._scale[project] > best * (1 + 4 * CLOSE):
                break
            found = self._price(project)
            if found is None:
                self._open.remove(project)
                continue
            self._least[project] = found[0] * (1 - 2 * CLOSE)
            ratio = found[0] / self._scale[project]
            best = min(best, ratio)
            near.append((project, ratio))
        near = [(project, ratio) for project, ratio in near if ratio <= best * (1 + 4 * CLOSE)]
        if not near:
            return None
        if len(near) == 1:
            return near[0][0], ()
        return self._settle([project for project, _ratio in near])

    def _settle(self, near: list[int]) -> tuple[int, tuple[int, ...]]:
        exact = {project: self._exact_price(project) / self._scale[project] for project in near}
        lowest = min(exact.values())
        tied = sorted((c for c in near if exact[c] == lowest), key=lambda c: self._tie_order[c])
        return tied[0], tuple(tied[1:])

    def _price(self, project: int) -> tuple[float, float] | None:
        """The price and a bound on its error, at most CLOSE of it; None if the supporters cannot pay the cost."""
        rows, points = self._profile.supporters[project], self._profile.points[project]
        sizes, money = self._profile.sizes[rows], self._money[rows]
        cost = self._profile.costs[project]
        supporters = float(sizes.sum())
        rounding = supporters * (len(rows) + 2) * U * float(self._endowment)
        error = supporters * self._slack + rounding
        together = float(np.dot(sizes, money))
        if together < cost - error:
            return None
        if together < cost + error and self._exact_money(rows) < cost:
            return None
        weights = sizes * points
        price = self._least[project]
        while True:
            poor = money < price * points
            rich_points = float(weights.sum() - weights[poor].sum())
            if not rich_points:
                return self._rounded_price(project)
            raised = (cost - float(np.dot(sizes[poor], money[poor]))) / rich_points
            if raised <= price * (1 + U * 8):
                break
            price = raised
        near_or_poor = money < price * (1 + CLOSE) * points + self._slack
        still_rich = float(weights.sum() - weights[near_or_poor].sum())
        error = float(sizes[near_or_poor].sum()) * self._slack + rounding
        if CLOSE * price * still_rich < 2 * error:
            return self._rounded_price(project)
        return price, 2 * error / still_rich

    def _rounded_price(self, project: int) -> tuple[float, float]:
        price = float(self._exact_price(project))
        return price, 2 * U * price

    # --- Paying ----------------------------------------------------------------------------------

    def _fund(self, project: int, tied_with: tuple[int, ...]) -> None:
        rows, points = self._profile.supporters[project], self._profile.points[project]
        price, error = self._price(project) or self._rounded_price(project)
        turn = len(self._funded)
        due = price * points
        money = self._money[rows]
        margin = self._slack + 2 * (error + U * price) * points
        poor = money < due - margin
        unsure = np.abs(money - due) <= margin
        if unsure.any():
            poor[unsure] = self._holds_less(rows[unsure], points[unsure], self._exact_price(project))
        before = self._broke_in[rows] == NEVER
        self._funded.append(_Funded(project, tied_with, rows[poor], self._dense(rows, points)))
        self._broke_in[rows[poor & before]] = turn
        self._money[rows] = np.where(poor, 0.0, np.maximum(money - due, 0.0))
        self._open.remove(project)
        self._grow_slack(float(points.max()) * error)

    def _grow_slack(self, error_of_payment: float) -> None:
        endowment = float(self._endowment)
        self._slack += error_of_payment + 3 * U * endowment
        if self._slack > MOST_SLACK * endowment:
            self._take_exactly()

    def _take_exactly(self) -> None:
        """The money left, computed from the exact prices paid: right to a few units in the last place."""
        self._money[:] = float(self._endowment)
        for turn, funded in enumerate(self._funded):
            rows = self._profile.supporters[funded.project]
            self._money[rows] -= float(self._exact_price_paid(turn)) * self._profile.points[funded.project]
        self._money[self._broke_in != NEVER] = 0.0
        np.maximum(self._money, 0.0, out=self._money)
        self._slack = (4 * len(self._funded) + 2) * U * float(self._endowment)

    def _dense(self, rows: Rows, points: Whole) -> Whole:
        spread = np.zeros(len(self._money), dtype=np.int64)
        spread[rows] = points
        return spread

    # --- Exactly ---------------------------------------------------------------------------------

    def _exact_money(self, rows: Rows, turn: int | None = None) -> Fraction:
        """What these groups hold together before that turn (default: now)."""
        turn = len(self._funded) if turn is None else turn
        holding = rows[self._broke_in[rows] >= turn]
        sizes = self._profile.sizes[holding]
        total = self._endowment * int(sizes.sum())
        for earlier in range(turn):
            given = int(np.dot(sizes, self._funded[earlier].points[holding]))
            if given:
                total -= self._exact_price_paid(earlier) * given
        return total

    def _exact_price_paid(self, turn: int) -> Fraction:
        """The exact price of a funded project, worked out once, when first asked for."""
        funded = self._funded[turn]
        if funded.price is None:
            rows, points = self._profile.supporters[funded.project], self._profile.points[funded.project]
            is_rich = np.isin(rows, funded.poor, invert=True)
            rich_points = int(np.dot(self._profile.sizes[rows[is_rich]], points[is_rich]))
            missing = self._profile.costs[funded.project] - self._exact_money(funded.poor, turn)
            funded.price = missing / rich_points if rich_points else self._highest(rows, points, turn)
        return funded.price

    def _exact_price(self, project: int) -> Fraction:
        """The exact price now: from the float guess at who is poor, put right where it is not certain."""
        rows, points = self._profile.supporters[project], self._profile.points[project]
        sizes, cost = self._profile.sizes[rows], self._profile.costs[project]
        price = Fraction(0)
        poor = np.zeros(len(rows), dtype=bool)
        while True:
            rich_points = int(np.dot(sizes[~poor], points[~poor]))
            if not rich_points:
                return self._highest(rows, points, len(self._funded))
            price = (cost - self._exact_money(rows[poor])) / rich_points
            due, money = float(price) * points, self._money[rows]
            margin = self._slack + 4 * CLOSE * due
            found = money < due - margin
            unsure = np.abs(money - due) <= margin
            if unsure.any():
                found[unsure] = self._holds_less(rows[unsure], points[unsure], price)
            if (found == poor).all():
                return price
            poor = found

    def _holds_less(self, rows: Rows, points: Whole, price: Fraction) -> NDArray[np.bool_]:
        """Whether each group holds less than the price of its points; those with one history are asked once."""
        histories = np.stack([points, self._broke_in[rows], *(funded.points[rows] for funded in self._funded)])
        kinds, kind_of = np.unique(histories, axis=1, return_inverse=True)
        first = {int(kind): place for place, kind in reversed(list(enumerate(kind_of.ravel())))}
        answers = np.empty(kinds.shape[1], dtype=bool)
        for kind, place in first.items():
            answers[kind] = self._money_of(rows[place]) < price * int(points[place])
        return answers[kind_of.ravel()]

    def _money_of(self, row: np.intp, turn: int | None = None) -> Fraction:
        return self._exact_money(np.array([row]), turn) / int(self._profile.sizes[row])

    def _highest(self, rows: Rows, points: Whole, turn: int) -> Fraction:
        """The price when everyone spends all they have: enough for whoever has most for each point."""
        return max(self._money_of(row, turn) / int(given) for row, given in zip(rows, points, strict=True))


@dataclass(slots=True)
class _Funded:
    """A funded project: who spent everything on it, and the points of all groups."""

    project: int
    tied_with: tuple[int, ...]
    poor: Rows
    points: Whole
    price: Fraction | None = None
