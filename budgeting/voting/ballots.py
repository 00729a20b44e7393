"""What a ballot may hold: the limits of a cycle, checked in one place for pages, paper and imports alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.cycles.models import Area, BallotKind, Cycle, VotesIn
from budgeting.errors import NotPossible
from budgeting.money import show_money
from budgeting.proposals.models import Proposal
from portal.kept_sql import KeptQuery


@dataclass(frozen=True, slots=True)
class BallotList:
    """One list on the ballot: an area's, or (`area` is None) that of the whole municipality."""

    area: int | None
    name: str
    envelope_tetri: int
    costs_tetri: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class BallotRules:
    """The limits of one cycle's ballot. `min_projects` and `max_projects` hold in each list by itself."""

    kind: str
    min_projects: int
    max_projects: int | None
    lists: tuple[BallotList, ...]
    votes_in: str = VotesIn.BOTH
    currency: str = "GEL"
    withdrawn: frozenset[int] = frozenset()

    @property
    def costs_tetri(self) -> dict[int, int]:
        """Of every project on the ballot, by its number."""
        return {number: cost for one in self.lists for number, cost in one.costs_tetri.items()}

    @property
    def areas(self) -> list[BallotList]:
        return [one for one in self.lists if one.area is not None]

    def open_to(self, area: int | None) -> list[BallotList]:
        """The lists in which a resident of this area votes."""
        return [one for one in self.lists if one.area in (None, area)]


_projects = KeptQuery(
    lambda cycle: (
        Proposal.objects.filter(cycle=cycle).ever_on_ballot().values_list("number", "cost_tetri", "area", "withdrawal")
    )
)
_areas = KeptQuery(lambda cycle: Area.objects.filter(cycle=cycle))


def ballot_rules(cycle: Cycle, *, is_paper: bool = False) -> BallotRules:
    """The cycle's limits with the costs of the projects on its ballot (two queries).

    On paper a project that was withdrawn during the vote is still printed: a ballot that names it stays valid.
    """
    costs: dict[int | None, dict[int, int]] = {}
    withdrawn = set()
    for number, cost, area, withdrawal in _projects(cycle.pk):
        if withdrawal and not is_paper:
            withdrawn.add(number)
        else:
            costs.setdefault(area, {})[number] = cost
    areas = [BallotList(one.pk, one.name, one.envelope_tetri, costs.pop(one.pk, {})) for one in _areas(cycle.pk)]
    left = cycle.envelope_tetri - sum(one.envelope_tetri for one in areas)
    whole = [BallotList(None, "", left, costs[None])] if costs.get(None) else []
    return BallotRules(
        cycle.ballot_kind,
        cycle.min_projects,
        cycle.max_projects,
        (*whole, *areas),
        cycle.votes_in,
        cycle.currency,
        frozenset(withdrawn),
    )


def check_choices(rules: BallotRules, choices: Collection[int], area: int | None = None) -> list[int]:
    """The choices in rising order, or NotPossible with the limit they break; a ballot is refused whole.

    `area` is the voter's home area, where areas have lists of their own. A list that is left empty counts for
    nothing, unless all are.
    """
    if len(set(choices)) != len(choices):
        raise NotPossible(_("A project can be chosen only once."))
    lists = rules.open_to(area)
    if gone := sorted(rules.withdrawn.intersection(choices)):
        raise NotPossible(
            _("Project № %(number)s was withdrawn from the vote. Choose without it.") % {"number": gone[0]}
        )
    known = {number for one in lists for number in one.costs_tetri}
    if any(number not in known for number in choices):
        raise NotPossible(_("One of the chosen projects is not on this ballot."))
    chosen = [(one, [number for number in choices if number in one.costs_tetri]) for one in lists]
    filled = [(one, numbers) for one, numbers in chosen if numbers]
    if rules.votes_in == VotesIn.ONE and len(filled) > 1:
        raise NotPossible(_("Vote in one list: that of the whole municipality or that of your area."))
    for one, numbers in filled or chosen[:1]:
        _check_list(rules, one, numbers)
    return sorted(choices)


def _check_list(rules: BallotRules, one: BallotList, numbers: list[int]) -> None:
    if len(numbers) < rules.min_projects:
        raise NotPossible(
            ngettext(
                "Choose at least %(count)s project.",
                "Choose at least %(count)s projects.",
                rules.min_projects,
            )
            % {"count": rules.min_projects}
        )
    if rules.max_projects is not None and len(numbers) > rules.max_projects:
        raise NotPossible(
            ngettext("Choose at most %(count)s project.", "Choose at most %(count)s projects.", rules.max_projects)
            % {"count": rules.max_projects}
        )
    if rules.kind == BallotKind.KNAPSACK and (total := sum_of(one, numbers)) > one.envelope_tetri:
        raise NotPossible(
            _("Your projects cost %(total)s together; the envelope is %(envelope)s. Take something out.")
            % {
                "total": show_money(total, rules.currency),
                "envelope": show_money(one.envelope_tetri, rules.currency),
            }
        )


def sum_of(one: BallotList, numbers: Collection[int]) -> int:
    """What these projects of the list cost together, in tetri."""
    return sum(one.costs_tetri[number] for number in numbers)


def swaps(rules: BallotRules, choices: Collection[int], area: int | None = None) -> list[int]:
    """The chosen projects of which any one, taken out alone, makes the ballot fit the money; the cheapest first."""
    costs = rules.costs_tetri
    if rules.kind != BallotKind.KNAPSACK or len(set(choices)) != len(choices) or not costs.keys() >= set(choices):
        return []
    helping = [number for number in choices if _fits(rules, [other for other in choices if other != number], area)]
    return sorted(helping, key=lambda number: (costs[number], number))


def _fits(rules: BallotRules, choices: Collection[int], area: int | None) -> bool:
    try:
        check_choices(rules, choices, area)
    except NotPossible:
        return False
    return True
