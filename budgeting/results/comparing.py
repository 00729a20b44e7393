"""All counts of one vote beside one another: a further count rewrites nothing, so what it changed can be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budgeting.proposals.models import Proposal
from budgeting.results.models import Count, Outcome


@dataclass(frozen=True, slots=True)
class CountBeside:
    """One count with its sums, and against the count before it the projects it gave money to (`won`) or took it from
    (`lost`); both empty for the first."""

    count: Count
    funded: int
    spent_tetri: int
    is_first: bool
    won: tuple[Proposal, ...]
    lost: tuple[Proposal, ...]


def counts_beside(counts: Sequence[Count], projects: Mapping[int, Proposal]) -> list[CountBeside]:
    """The counts, given from the newest to the oldest, in that order; `projects` by id (one query)."""
    funded: dict[int, dict[int, int]] = {count.pk: {} for count in counts}
    rows = Outcome.objects.filter(count__in=[count.pk for count in counts], is_funded=True).order_by("place")
    for pk, project, cost_tetri in rows.values_list("count", "project", "cost_tetri"):
        funded[pk][project] = cost_tetri
    lines = []
    for place, count in enumerate(counts):
        won = funded[count.pk]
        is_first = place == len(counts) - 1
        before = won if is_first else funded[counts[place + 1].pk]
        lines.append(
            CountBeside(
                count,
                len(won),
                sum(won.values()),
                is_first,
                tuple(projects[pk] for pk in won if pk not in before),
                tuple(projects[pk] for pk in before if pk not in won),
            )
        )
    return lines
