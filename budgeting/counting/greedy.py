"""Most votes first, while the money lasts: what does not fit is skipped and the next is tried.

Source: the rule most cities use; `greedy` in the Pabulib format. Ties go to the lower cost, then to the lot.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from budgeting.counting.lots import lot_order
from budgeting.counting.types import CountResult, Decision, Project, Reason


def count_greedy(
    projects: Iterable[Project], ballots: Iterable[Collection[int]], *, envelope: int, lot_seed: str
) -> CountResult:
    """Decides on every project. The order of projects and ballots does not matter; sums are whole numbers.

    A project without a vote is never funded. KeyError if a ballot names an unknown project.
    """
    costs = {project.number: project.cost for project in projects}
    votes, cast = _add_up(costs, ballots)
    lot = lot_order(costs, lot_seed)
    turns = sorted(costs, key=lambda number: (-votes[number], costs[number], lot[number]))
    shared = Counter(votes.values())
    decisions, left = [], envelope
    for place, number in enumerate(turns, start=1):
        reason = _reason(votes[number], costs[number], left)
        is_funded = reason is Reason.FITS
        is_tied = shared[votes[number]] > 1
        decisions.append(Decision(number, place, votes[number], is_funded, reason, left, is_tied))
        left -= costs[number] if is_funded else 0
    return CountResult(tuple(decisions), cast, envelope)


def _add_up(costs: dict[int, int], ballots: Iterable[Collection[int]]) -> tuple[dict[int, int], int]:
    votes, cast = dict.fromkeys(costs, 0), 0
    for ballot in ballots:
        cast += 1
        for number in ballot:
            votes[number] += 1
    return votes, cast


def _reason(votes: int, cost: int, left: int) -> Reason:
    if not votes:
        return Reason.NO_VOTES
    return Reason.FITS if cost <= left else Reason.NO_MONEY_LEFT
