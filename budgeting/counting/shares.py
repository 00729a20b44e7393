"""From the ledger of a run of Equal Shares to its rounds, and to who paid for what in place of each loser."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from budgeting.counting.contest import Contest
from budgeting.counting.ledger import Ledger
from budgeting.counting.profile import Whole
from budgeting.counting.reasons import Reason
from budgeting.counting.trace import HUNDREDTHS, Barred, Round

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Chance:
    """How a project's chance went: the turn after which it was gone (0: from the start), why, what its supporters
    held then, and what they paid for each funded project, by position, the most first."""

    turn: int
    reason: Reason
    other: int | None
    held: Fraction
    paid_for: tuple[tuple[int, Fraction], ...]


def fraction_text(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def hundredths_down(value: Fraction) -> int:
    return floor(value * HUNDREDTHS)


def hundredths_up(value: Fraction) -> int:
    return ceil(value * HUNDREDTHS)


def chances(contest: Contest, ledger: Ledger, losers: list[int]) -> dict[int, Chance]:
    """For each of the projects that Equal Shares did not fund, when and why its chance was gone."""
    return {project: _chance(contest, ledger, project) for project in losers}


def _chance(contest: Contest, ledger: Ledger, project: int) -> Chance:
    cost, taken = contest.profile.costs[project], contest.barred_by[project]
    turn_taken = next((t for t, payment in enumerate(ledger.payments, 1) if payment.project in taken), None)
    held = Fraction(int(contest.profile.sizes[contest.profile.supporters[project]].sum())) * ledger.endowment
    paid: dict[int, Fraction] = {}
    gone: Chance | None = None if held >= cost else Chance(0, Reason.TOO_DEAR, None, held, ())
    for turn, (payment, sum_paid) in enumerate(zip(ledger.payments, _paid(ledger, contest, project), strict=True), 1):
        held -= sum_paid
        if sum_paid:
            paid[payment.project] = sum_paid
        if gone is None and turn == turn_taken:
            gone = Chance(turn, Reason.SAME_PLACE, payment.project, held, ())
        if gone is None and held < cost:
            gone = Chance(turn, Reason.SPENT, None, held, ())
    if gone is None:
        raise AssertionError("a run ended while a project could still be paid")
    most = sorted(paid.items(), key=lambda item: (-item[1], contest.places[item[0]]))
    return Chance(gone.turn, gone.reason, gone.other, gone.held, tuple(most[:MOST_NAMED]))


def _paid(ledger: Ledger, contest: Contest, project: int) -> Iterator[Fraction]:
    """What the supporters of a project paid together in each turn."""
    rows = contest.profile.supporters[project]
    sizes, broke_in = contest.profile.sizes[rows], ledger.broke_in[rows]
    turns = np.arange(len(ledger.payments))
    given: Whole = contest.profile.by_row[np.ix_(np.array(ledger.projects, dtype=np.intp), rows)]
    in_full = ((given * (broke_in > turns[:, None])) @ sizes).tolist()
    for turn, points in enumerate(in_full):
        yield ledger.price(turn) * points + ledger.money(rows[broke_in == turn], turn)


def rounds_of(contest: Contest, ledger: Ledger, gone: dict[int, Chance]) -> Iterator[Round]:
    """The rounds of the run, with whom each of them barred."""
    ids, costs = contest.profile.ids, contest.profile.costs
    for turn, payment in enumerate(ledger.payments):
        rows = contest.profile.supporters[payment.project]
        sizes, broke_now = contest.profile.sizes[rows], ledger.broke_in[rows] == turn
        is_rich = ledger.broke_in[rows] > turn
        gave_some = ledger.held_something(rows[broke_now], turn)
        barred = (
            Barred(ids[c], chance.reason, hundredths_down(chance.held), max(0, hundredths_up(costs[c] - chance.held)))
            for c, chance in gone.items()
            if chance.turn == turn + 1
        )
        yield Round(
            number=turn + 1,
            project=ids[payment.project],
            price=fraction_text(ledger.price(turn)),
            paid_in_full=int(sizes[is_rich].sum()),
            paid_the_rest=int(sizes[broke_now][gave_some].sum()),
            rest=hundredths_down(ledger.money(rows[broke_now], turn)),
            tied_with=tuple(ids[c] for c in payment.tied_with),
            by_lot=contest.is_settled_by_lot(payment.project, payment.tied_with),
            barred=tuple(sorted(barred, key=lambda one: one.project)),
        )
