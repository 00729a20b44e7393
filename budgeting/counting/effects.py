"""What an outcome gives to whom: voters left with nothing, and which of two outcomes voters get more from."""

from collections.abc import Collection

import numpy as np

from budgeting.counting.contest import Contest
from budgeting.counting.profile import Whole
from budgeting.counting.trace import Preference


def voters_with_nothing(contest: Contest, funded: Collection[int]) -> int:
    """How many voters chose none of the funded projects, by position."""
    has_some = np.zeros(len(contest.profile.sizes), dtype=bool)
    for project in funded:
        has_some[contest.profile.supporters[project]] = True
    return int(contest.profile.sizes[~has_some].sum())


def compare(contest: Contest, shares: Collection[int], by_votes: Collection[int], *, per_cost: bool) -> Preference:
    """How many voters get more utility from each of two sets of funded projects; the others are indifferent."""
    gain = _utility(contest, shares, per_cost) - _utility(contest, by_votes, per_cost)
    sizes = contest.profile.sizes
    return Preference(int(sizes[gain > 0].sum()), int(sizes[gain < 0].sum()))


def _utility(contest: Contest, funded: Collection[int], per_cost: bool) -> Whole:
    profile = contest.profile
    utility = np.zeros(len(profile.sizes), dtype=object if per_cost else np.int64)  # sums of costs may be large
    for project in funded:
        points = profile.by_row[project]
        utility += points.astype(object) * profile.costs[project] if per_cost else points
    return utility
