"""A small election of three villages, invented, to show how votes are counted.

Source of the numbers: a known example of proportionality; a town of 60 voters and two villages of 25 and 15.
"""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.counting.count import count_election
from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.counting.trace import Part
from budgeting.money import TETRI_PER_LARI
from budgeting.results.sentences import price_tetri

ENVELOPE_LARI = 100_000
NAMES: dict[str, str | Promise] = {
    "1": _("Street lamps in the town"),
    "2": _("A park in the town"),
    "3": _("A pavement in the town"),
    "4": _("A roof over the town's market"),
    "5": _("A water pipe in the first village"),
    "6": _("A bus shelter in the first village"),
    "7": _("Heating for the school in the second village"),
}
COSTS_LARI = {"1": 25_000, "2": 25_000, "3": 25_000, "4": 25_000, "5": 20_000, "6": 5_000, "7": 15_000}
VOTERS = {("1", "2", "3", "4"): 60, ("5", "6"): 25, ("7",): 15}


@dataclass(frozen=True, slots=True)
class ExampleProject:
    """A project of the example; `price_tetri` and `payers` only where Equal Shares funds it."""

    name: str | Promise
    cost_tetri: int
    votes: int
    wins_by_votes: bool
    wins_by_shares: bool
    price_tetri: int | None
    payers: int


@dataclass(frozen=True, slots=True)
class Example:
    """The example counted both ways; `rounds` are the funded projects of Equal Shares in their order."""

    voters: int
    envelope_tetri: int
    share_tetri: int
    projects: tuple[ExampleProject, ...]
    rounds: tuple[ExampleProject, ...]
    nothing_by_votes: int
    nothing_by_shares: int
    left_tetri: int


@cache
def example() -> Example:
    """The election, counted by the engine that counts every vote."""
    by_votes, by_shares = _count(GreedyRule()), _count(EqualSharesRule("plain"))
    rounds = {one.project: one for one in by_shares.rounds}
    votes = {decision.project: decision.votes for decision in by_votes.decisions}
    projects = {
        project: ExampleProject(
            name=name,
            cost_tetri=COSTS_LARI[project] * TETRI_PER_LARI,
            votes=votes[project],
            wins_by_votes=project in by_votes.selected,
            wins_by_shares=project in by_shares.selected,
            price_tetri=price_tetri(rounds[project].price) if project in rounds else None,
            payers=rounds[project].paid_in_full if project in rounds else 0,
        )
        for project, name in NAMES.items()
    }
    return Example(
        voters=by_shares.voters,
        envelope_tetri=ENVELOPE_LARI * TETRI_PER_LARI,
        share_tetri=price_tetri(by_shares.endowment or "0/1"),
        projects=tuple(projects.values()),
        rounds=tuple(projects[one.project] for one in by_shares.rounds),
        nothing_by_votes=by_votes.with_nothing,
        nothing_by_shares=by_shares.with_nothing,
        left_tetri=(by_shares.envelope - by_shares.total_cost) * TETRI_PER_LARI,
    )


def _count(rule: Rule) -> Part:
    ballots = [choices for choices, times in VOTERS.items() for _time in range(times)]
    votes = tuple(PbVote(str(number), choices) for number, choices in enumerate(ballots, start=1))
    projects = tuple(PbProject(project, cost) for project, cost in COSTS_LARI.items())
    meta = {"budget": str(ENVELOPE_LARI), "vote_type": "approval"}
    (part,) = count_election(PbElection(meta, projects, votes), rule).parts
    return part
