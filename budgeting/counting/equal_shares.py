"""The Method of Equal Shares for one endowment: every voter holds the same money and pays for what they chose.

Source: Peters, Pierczyński, Skowron (2021), "Proportional Participatory Budgeting with Additive Utilities".

In each round every project that its supporters can still pay for has a price: the least `price` such that
each supporter pays min(money left, price x points) and together they pay the cost. The project whose price
is lowest for the utility it gives is funded. Ties go by the order of the contest.

**Exactness.** Money and prices are rationals. They are computed in floats first, with a bound on the error
that holds for any order of summation; where the bound does not separate two values, the decision is taken
again in rationals (`ledger.py`). The bound, with u = 2^-53:

- a group's float money differs from the true one by at most `_slack`. It starts at u x endowment and grows
  with each payment by (most points) x (error of the price) + 3u x endowment, because min(., .) and
  max(., .) never enlarge an error. When it passes endowment x MOST_SLACK the money is taken anew from the
  exact prices paid, so it never runs away.
- what the supporters pay together at a price, as far as that is not more than the cost, is a sum over k groups of
  min(money, price x points). Only those who hold something, but may hold less than price x points, bring in the
  slack of their money (who holds nothing is known exactly, and nobody else's float is 0); rounding adds at most (k + 4) u of the sum. So it is wrong by
  at most `error` = (their voters) x slack + (k + 4) u x cost.
- that sum is concave in the price. Newton's steps from a lower bound therefore never pass the true price by
  more than rounding, and the tangent at a price that pays too little gives a new lower bound.
- beyond a price p it rises by at least R for each unit as far as p(1 + CLOSE), R being the points of those who
  surely hold more than p(1 + CLOSE) x points. If CLOSE x p x R >= 2 error, the true price lies within error / R
  (and rounding, 4u x p) of the float one, which is less than CLOSE x p. If not, it is computed exactly at once.

Two prices per utility further apart than 4 CLOSE are therefore truly apart. Closer ones are compared as
fractions. Who has spent everything is decided exactly wherever money and price x points are close.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from budgeting.counting.contest import Contest
from budgeting.counting.ledger import NOTHING, SOMETHING, Ledger
from budgeting.counting.profile import Floats

U = 2.0**-53
CLOSE = 1e-5
MOST_SLACK = 1e-6
NEAR = 1 + 4 * CLOSE


class EqualShares:
    """One run for one endowment: `run()` once, then `projects` and the `ledger` of what was paid."""

    def __init__(
        self,
        contest: Contest,
        endowment: Fraction,
        *,
        per_cost: bool,
        threshold: int = 0,
        likely: Sequence[int] = (),
    ) -> None:
        """`per_cost`: utility is points x cost, else points. `threshold` as in the rule.

        `likely` are the projects of a run with nearly the same endowment: looking at them first saves time and
        decides nothing.
        """
        self._contest, self._costs = contest, contest.profile.costs
        self._supports, self._endowment = contest.profile.supports, float(endowment)
        self._scale = self._costs if per_cost else (1,) * len(self._costs)
        self._money: Floats = np.full(len(contest.profile.sizes), self._endowment)
        self._slack = U * self._endowment
        self.ledger = Ledger(contest.profile, endowment)
        self._open = contest.runners(threshold)
        self._likely = likely
        # Lower bounds of price / scale: a price never falls, so the last one bounds the next.
        self._least = {c: self._first_bound(c) for c in self._open}

    @property
    def projects(self) -> list[int]:
        """The funded projects, by position, in their order."""
        return self.ledger.projects

    def run(self, *, most_cost: int | None = None) -> bool:
        """Funds until nothing can be paid any more; False as soon as the cost passes `most_cost`."""
        cost = 0
        while (chosen := self._choose()) is not None:
            cost += self._costs[chosen]
            if most_cost is not None and cost > most_cost:
                return False
        return True

    # --- Choosing --------------------------------------------------------------------------------

    def _first_bound(self, project: int) -> float:
        return self._costs[project] / self._supports[project].weight / self._scale[project] * (1 - CLOSE)

    def _in_order(self) -> list[int]:
        """The open projects by their bounds, after the one that is likely to be the cheapest."""
        order = sorted(self._open, key=self._least.__getitem__)
        turn = len(self.ledger.payments)
        if turn < len(self._likely) and self._likely[turn] in order:
            order.remove(self._likely[turn])
            order.insert(0, self._likely[turn])
        return order

    def _choose(self) -> int | None:
        """Funds the project of the next round; None if no project can be paid."""
        best = float("inf")
        near: list[tuple[int, float, float]] = []
        for project in self._in_order():
            if self._least[project] > best * NEAR:
                break
            if near and self._is_dearer(project, best * NEAR * self._scale[project]):
                continue
            found = self._price(project)
            if found is None:
                self._open.remove(project)
                continue
            price, error = found
            ratio = price / self._scale[project]
            self._least[project] = ratio * (1 - 2 * CLOSE)
            near.append((project, price, error))
            best = min(best, ratio)
        near = [one for one in near if one[1] / self._scale[one[0]] <= best * NEAR]
        if not near:
            return None
        chosen = near[0]
        tied: tuple[int, ...] = ()
        if len(near) > 1:
            tied = self._tied([project for project, _price, _error in near])
            chosen = next(one for one in near if one[0] == tied[0])
        self._fund(*chosen, tied[1:])
        return chosen[0]

    def _tied(self, near: list[int]) -> tuple[int, ...]:
        """Those with exactly the lowest price per utility, in the order of ties."""
        exact = {project: self._exact_price(project) / self._scale[project] for project in near}
        lowest = min(exact.values())
        return tuple(sorted((c for c in near if exact[c] == lowest), key=self._contest.places.__getitem__))

    def _error(self, project: int, voters: float) -> float:
        return voters * self._slack + (len(self._supports[project].rows) + 4) * U * self._costs[project]

    def _is_dearer(self, project: int, price: float) -> bool:
        """Whether the supporters surely pay less than the cost at this price; then remembers how far it is off."""
        support = self._supports[project]
        money = self._money.take(support.rows)
        due = price if support.points is None else price * support.points
        missing = (
            self._costs[project]
            - self._error(project, support.voters)
            - float(np.minimum(money, due).dot(support.sizes))
        )
        if missing <= 0:
            return False
        rich = float((money > due - 2 * self._slack).dot(support.weights))
        if rich:
            self._least[project] = (price + missing / rich) / self._scale[project] * (1 - CLOSE)
        else:
            self._open.remove(project)
        return True

    def _price(self, project: int) -> tuple[float, float] | None:
        """The price and a bound on its error, at most CLOSE of it; None if the supporters cannot pay the cost."""
        support, cost = self._supports[project], self._costs[project]
        money = self._money.take(support.rows)
        price = self._least[project] * self._scale[project]
        while True:
            poor = money < (price if support.points is None else price * support.points)
            held = float(money[poor].dot(support.sizes[poor]))
            rich = support.weight - float(support.weights[poor].sum())
            if not rich:
                return self._price_of_everything(project, held)
            raised = (cost - held) / rich
            if raised <= price * (1 + 8 * U):
                break
            price = raised
        beyond = price * (1 + CLOSE)
        near_or_poor = money < (beyond if support.points is None else beyond * support.points) + self._slack
        rich = support.weight - float(support.weights[near_or_poor].sum())
        error = self._error(project, float(support.sizes[near_or_poor & (money > NOTHING)].sum()))
        if CLOSE * price * rich < 2 * error:
            return self._price_of_everything(project, float(money.dot(support.sizes)))
        return price, error / rich + 4 * U * price

    def _price_of_everything(self, project: int, held: float) -> tuple[float, float] | None:
        """The price where nearly all the money held is needed, rounded from the exact one."""
        support, cost = self._supports[project], self._costs[project]
        error = support.voters * self._slack + (len(support.rows) + 4) * U * max(held, cost)
        if held < cost - error:
            return None
        if held < cost + error and self.ledger.money(support.rows) < cost:
            return None
        price = float(self._exact_price(project))
        return price, 2 * U * price

    # --- Paying ----------------------------------------------------------------------------------

    def _fund(self, project: int, price: float, error: float, tied_with: tuple[int, ...]) -> None:
        support = self._supports[project]
        rows, points = support.rows, 1.0 if support.points is None else support.points
        due, money = price * points, self._money.take(support.rows)
        margin = self._slack + 2 * (error + U * price) * points
        poor = money < due - margin
        unsure = np.abs(money - due) <= margin
        if unsure.any():
            poor[unsure] = self.ledger.holds_less(project, unsure, self._exact_price(project))
        self.ledger.pay(project, poor, tied_with)
        left = np.maximum(money - due, SOMETHING)
        left[poor] = NOTHING
        self._money[rows] = left
        self._open.remove(project)
        if barred := self._contest.barred_by[project]:
            self._open = [c for c in self._open if c not in barred]
        self._slack += support.most_points * error + 3 * U * self._endowment
        if self._slack > MOST_SLACK * self._endowment:
            self._slack = self.ledger.take_exactly(self._money)

    def _exact_price(self, project: int) -> Fraction:
        """The exact price now: from the float guess at who is poor, put right where it is not certain."""
        support, cost = self._supports[project], self._costs[project]
        points, money = support.weights / support.sizes, self._money.take(support.rows)
        bound = self._least[project] * self._scale[project]
        poor = money < bound * (1 - CLOSE) * points - self._slack
        while True:
            rich = round(float(support.weights[~poor].sum()))
            if not rich:
                return self.ledger.highest_price(project)
            price = (cost - self.ledger.money(support.rows[poor])) / rich
            due = float(price) * points
            margin = self._slack + 4 * U * due
            found = money < due - margin
            unsure = np.abs(money - due) <= margin
            if unsure.any():
                found[unsure] = self.ledger.holds_less(project, unsure, price)
            if (found == poor).all():
                return price
            poor = found
