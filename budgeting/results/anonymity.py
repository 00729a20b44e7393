"""When the ballots of a count may be given away one by one."""

from budgeting.results.models import Count
from budgeting.voting.hiding import SMALLEST_CELL


def may_publish_ballots(count: Count) -> bool:
    """Whether every list of the vote, the whole municipality's and each area's, has at least ten counted ballots.

    A ballot carries nothing of a person, but whoever voted in a village's own list is one of its few voters: below
    ten, a neighbour who knows one choice could tell whose ballot it is, and read the others on it. Where it is not
    known how many ballots each list has, nothing is given away.
    """
    return min(count.ballots, count.smallest_list or 0) >= SMALLEST_CELL
