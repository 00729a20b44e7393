"""Votes that closed a moment ago, to be counted."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from budgeting.closing.actions import close_vote
from budgeting.counting.rule import EqualSharesRule, rule_as_data
from budgeting.cycles.models import Cycle
from budgeting.results.models import Count, Outcome
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot
from portal.log.models import Entry
from tests.factories import make_vote, make_voters
from tests.people import Cast

# By votes: 1 is funded, 2 no longer fits, 3 does, nobody chose 4.
COSTS = (600, 500, 400, 100)
BALLOTS = [[1, 2], [1, 2], [1], [3]]
# A town of six and a village of four. By votes the town wins everything; with equal shares the village gets its own.
TOWN_COSTS = (4900, 5000, 4000)
TOWN_BALLOTS = [[1, 2]] * 6 + [[3]] * 4
EQUAL_SHARES = rule_as_data(EqualSharesRule())


def make_over(
    cast: Cast, ballots: Sequence[Sequence[int]] = BALLOTS, costs: tuple[int, ...] = COSTS, **facts: Any
) -> Cycle:
    """A vote that is over and waits to be closed, with an envelope of 1,000 tetri unless `facts` say otherwise."""
    cycle = make_vote(cast, costs, **{"envelope_tetri": 1000, **facts})
    voters = make_voters(cast, cycle, len(ballots)) if ballots else []
    for voter, choices in zip(voters, ballots, strict=True):
        cast_ballot(cycle, choices, voter=voter)
    shift = cycle.voting_until_at - cycle.voting_from_at
    for field in ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at"):
        setattr(cycle, field, getattr(cycle, field) - shift)
    cycle.save()
    return cycle


def make_closed(
    cast: Cast, ballots: Sequence[Sequence[int]] = BALLOTS, costs: tuple[int, ...] = COSTS, **facts: Any
) -> Cycle:
    """A closed vote with an envelope of 1,000 tetri, unless `facts` say otherwise."""
    return close(cast, make_over(cast, ballots, costs, **facts))


def close(cast: Cast, cycle: Cycle) -> Cycle:
    close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
    return cycle


def blank_one(cycle: Cycle, choices: Sequence[int]) -> None:
    """One of the ballots with these choices becomes blank, as none that is cast can be."""
    blank = Ballot.objects.filter(cycle=cycle, choices=list(choices)).earliest("pk")
    blank.choices = []
    blank.save()


def make_town(cast: Cast, **facts: Any) -> Cycle:
    """The town and its village, closed, with an envelope of 100 lari."""
    return make_closed(cast, TOWN_BALLOTS, TOWN_COSTS, **{"envelope_tetri": 10_000, **facts})


def winners(count: Count) -> list[int | None]:
    """The numbers of the funded projects in the order of their turns."""
    return list(count.outcomes.filter(is_funded=True).values_list("project__number", flat=True))


def published() -> tuple[int, int, int, set[Path]]:
    """All that a count leaves: finished counts, outcomes, entries of the log, archives on the disk."""
    archives = Path(settings.MEDIA_ROOT) / "archives"
    files = set(archives.iterdir()) if archives.exists() else set()
    entries = Entry.objects.filter(act="count_cycle").count()
    return Count.objects.done().count(), Outcome.objects.count(), entries, files
