"""From the Method of Equal Shares for one endowment to a whole count: raising the endowment, filling up, stopping.

Source: the `equalshares/add1` rule of the Pabulib format. The sweep goes step by step, never by bisection: a
larger endowment can become affordable again after one that was not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from budgeting.counting.contest import Contest
from budgeting.counting.equal_shares import EqualShares
from budgeting.counting.greedy import fill_up
from budgeting.counting.ledger import Ledger
from budgeting.counting.rule import EqualSharesRule

Watch = Callable[[float], None]


class Stop(StrEnum):
    """Why the sweep ended."""

    NO_VOTERS = "no_voters"
    ONE_RUN = "one_run"
    OVER_BUDGET = "over_budget"
    ALL_FUNDED = "all_funded"
    NOTHING_FITS = "nothing_fits"


@dataclass(frozen=True, slots=True)
class Sweep:
    """The run that stands: its ledger, what was funded and then filled up, by position, and how it was reached."""

    funded: tuple[int, ...]
    completed: tuple[int, ...]
    endowment: Fraction
    runs: int
    stop: Stop
    ledger: Ledger | None


def sweep(contest: Contest, rule: EqualSharesRule, watch: Watch | None = None) -> Sweep:
    """Counts the contest by the rule. `watch` hears after each run which share of the envelope it spends, 0 to 1;
    what it raises ends the count.
    """
    voters = contest.profile.voters
    if not voters:
        return Sweep((), (), Fraction(0), 0, Stop.NO_VOTERS, None)
    endowment = Fraction(contest.envelope, voters)
    if rule.variant == "add1":
        endowment = Fraction(contest.envelope // voters)
    standing, runs = _shares(contest, endowment, rule), 1
    standing.run()
    while (stop := _reason_to_stop(contest, standing.projects, rule)) is None:
        further = _shares(contest, endowment + rule.step, rule, standing.projects)
        runs += 1
        if not further.run(most_cost=contest.envelope):
            stop = Stop.OVER_BUDGET
            break
        standing, endowment = further, endowment + rule.step
        if watch:
            watch(sum(contest.profile.costs[c] for c in standing.projects) / contest.envelope)
    funded = standing.projects
    completed = fill_up(contest, funded, rule.threshold) if rule.completion == "greedy" else []
    return Sweep(tuple(funded), tuple(completed), endowment, runs, stop, standing.ledger)


def _shares(contest: Contest, endowment: Fraction, rule: EqualSharesRule, likely: Sequence[int] = ()) -> EqualShares:
    per_cost = rule.utility == "cost"
    return EqualShares(contest, endowment, per_cost=per_cost, threshold=rule.threshold, likely=likely)


def _reason_to_stop(contest: Contest, funded: list[int], rule: EqualSharesRule) -> Stop | None:
    """Why more money could change nothing: all that may be funded is, or (by rule) nothing more fits."""
    if rule.variant == "plain":
        return Stop.ONE_RUN
    barred = {c for project in funded for c in (project, *contest.barred_by[project])}
    costs = contest.profile.costs
    wanted = [c for c in contest.runners(rule.threshold) if c not in barred]
    if all(costs[c] > contest.envelope for c in wanted):
        return Stop.ALL_FUNDED
    left = contest.envelope - sum(costs[c] for c in funded)
    if rule.variant == "add1-exhaustive" and all(costs[c] > left for c in wanted):
        return Stop.NOTHING_FITS
    return None
