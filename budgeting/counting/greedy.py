"""Most votes first, while the money lasts.

Source: the rule most cities use; `greedy`, `greedy-threshold`, `greedy-no-skip` and `greedy-exclusive` in the
Pabulib format.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from budgeting.counting.contest import Contest
from budgeting.counting.reasons import Reason
from budgeting.counting.rule import GreedyRule


@dataclass(frozen=True, slots=True)
class Turn:
    """One project's turn, by position: what was decided and why, the money left before it, the project that bars
    it, and those whose votes (or votes for the money) are as many."""

    project: int
    reason: Reason
    left: int
    barred_by: int | None
    tied_with: tuple[int, ...]


def take_turns(contest: Contest, rule: GreedyRule) -> list[Turn]:
    """Decides on every project, in turn."""
    worth = _worth(contest, rule)
    order = sorted(range(len(worth)), key=lambda c: (-worth[c], contest.places[c]))
    equals: dict[Fraction, list[int]] = {}
    for project in order:
        equals.setdefault(worth[project], []).append(project)
    turns: list[Turn] = []
    funded: list[int] = []
    left, has_stopped = contest.envelope, False
    for project in order:
        rival = next((c for c in funded if c in contest.barred_by[project]), None)
        reason = _reason(contest, rule, project, left, rival)
        if reason is Reason.FITS and rule.most_winners is not None and len(funded) >= rule.most_winners:
            reason = Reason.ENOUGH_WINNERS
        if reason in (Reason.FITS, Reason.NO_MONEY_LEFT) and has_stopped:
            reason = Reason.STOPPED
        has_stopped = has_stopped or (rule.unfit == "stop" and reason is Reason.NO_MONEY_LEFT)
        tied = tuple(c for c in equals[worth[project]] if c != project) if worth[project] else ()
        turns.append(Turn(project, reason, left, rival, tied))
        if reason is Reason.FITS:
            funded.append(project)
            left -= contest.profile.costs[project]
    return turns


def fill_up(contest: Contest, funded: Collection[int], threshold: int) -> list[int]:
    """The projects with most votes that still fit what the funded ones leave over."""
    profile, chosen = contest.profile, list(funded)
    left = contest.envelope - sum(profile.costs[c] for c in funded)
    for project in sorted(contest.runners(threshold), key=lambda c: (-profile.votes[c], contest.places[c])):
        is_free = project not in chosen and not contest.barred_by[project].intersection(chosen)
        if is_free and profile.costs[project] <= left:
            chosen.append(project)
            left -= profile.costs[project]
    return chosen[len(funded) :]


def _worth(contest: Contest, rule: GreedyRule) -> list[Fraction]:
    profile = contest.profile
    per = profile.costs if rule.utility == "cardinality" else (1,) * len(profile.costs)
    return [Fraction(votes, cost) for votes, cost in zip(profile.votes, per, strict=True)]


def _reason(contest: Contest, rule: GreedyRule, project: int, left: int, rival: int | None) -> Reason:
    votes = contest.profile.votes[project]
    if project in contest.withdrawn:
        return Reason.WITHDRAWN
    if not votes:
        return Reason.NO_VOTES
    if votes < rule.threshold:
        return Reason.BELOW_THRESHOLD
    if rival is not None:
        return Reason.SAME_PLACE
    return Reason.FITS if contest.profile.costs[project] <= left else Reason.NO_MONEY_LEFT
