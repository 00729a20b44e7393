"""From the Method of Equal Shares to a whole count: raising the endowment, filling up, stopping.

Source: the `equalshares/add1` rule of the Pabulib format. The sweep goes step by step, never by bisection: a
larger endowment can become affordable again after one that was not.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from budgeting.counting.equal_shares import EqualShares, Round
from budgeting.counting.profile import Profile

Variant = Literal["add1", "add1-exhaustive", "plain"]
Utility = Literal["cost", "cardinality"]
Completion = Literal["none", "greedy"]


@dataclass(frozen=True, slots=True)
class EqualSharesRule:
    """Every switch named, because each gives another rule with other winners.

    - `variant`: "add1" starts at the whole units of budget / voters and adds `step` to everyone until the next
      outcome would pass the budget; "add1-exhaustive" starts at exactly budget / voters and also stops as
      soon as no further project fits the money left; "plain" is exactly budget / voters and no more.
    - `utility`: what a funded project gives: its cost, or one for each vote or point.
    - `completion`: what is left over is given to nobody, or to the projects with most votes that still fit.
    """

    variant: Variant = "add1"
    utility: Utility = "cost"
    completion: Completion = "none"
    step: int = 1


@dataclass(frozen=True, slots=True)
class Shared:
    """The outcome: ids in the order they were funded, the rounds, and the endowment of the last run."""

    selected: tuple[str, ...]
    completed: tuple[str, ...]
    rounds: tuple[Round, ...]
    endowment: Fraction
    runs: int

    @property
    def ties(self) -> int:
        """Rounds in which the order of ties decided."""
        return sum(bool(one.tied_with) for one in self.rounds)


def count_equal_shares(profile: Profile, budget: int, rule: EqualSharesRule, *, tie_order: tuple[int, ...]) -> Shared:
    """Counts by the rule. `tie_order[c]` is the place of project c among equals; budget in the costs' unit."""
    if not profile.voters:
        return Shared((), (), (), Fraction(0), 0)
    endowment = Fraction(budget, profile.voters)
    if rule.variant == "add1":
        endowment = Fraction(budget // profile.voters)
    shares, runs = EqualShares(profile, endowment, per_cost=rule.utility == "cost", tie_order=tie_order), 1
    shares.run()
    while rule.variant != "plain" and not _is_finished(profile, shares.projects, budget, rule):
        raised = endowment + rule.step
        further = EqualShares(profile, raised, per_cost=rule.utility == "cost", tie_order=tie_order)
        runs += 1
        if not further.run(most_cost=budget):
            break
        shares, endowment = further, raised
    completed = _complete(profile, budget, shares.projects, tie_order) if rule.completion == "greedy" else []
    return Shared(
        tuple(profile.ids[c] for c in shares.projects),
        tuple(profile.ids[c] for c in completed),
        shares.rounds(),
        endowment,
        runs,
    )


def _is_finished(profile: Profile, funded: list[int], budget: int, rule: EqualSharesRule) -> bool:
    """Whether more money could change nothing: all that anybody chose is funded, or (by rule) nothing fits."""
    wanted = [c for c, votes in enumerate(profile.votes) if votes and c not in funded]
    if rule.variant == "add1-exhaustive":
        left = budget - sum(profile.costs[c] for c in funded)
        return all(profile.costs[c] > left for c in wanted)
    return not wanted or all(profile.costs[c] > budget for c in wanted)


def _complete(profile: Profile, budget: int, funded: list[int], tie_order: tuple[int, ...]) -> list[int]:
    left = budget - sum(profile.costs[c] for c in funded)
    waiting = [c for c in range(len(profile.costs)) if c not in funded and profile.votes[c]]
    chosen = []
    for project in sorted(waiting, key=lambda c: (-profile.votes[c], tie_order[c])):
        if profile.costs[project] <= left:
            chosen.append(project)
            left -= profile.costs[project]
    return chosen
