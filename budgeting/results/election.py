"""A cycle as an election to be counted: its projects, its ballots, the conditions."""

import random
from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from budgeting.counting.conditions import Conditions
from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from portal.languages.texts import OFFICIAL_LANGUAGE, read_text


def election_id(project: Proposal) -> str:
    """The project's id in counts, archives and exports: its number on the ballot, or what its own city called it."""
    return project.reference or str(project.number)


def election_of(cycle: Cycle) -> PbElection:
    """The cycle's election, its ballots in a random order under random ids; blank ones are left out.

    Nothing of a voter is in it: no age, no place, no time. NotPossible if a sum is not whole in the cycle's
    currency: the format has no smaller unit.
    """
    projects = Proposal.objects.filter(cycle=cycle).on_ballot().select_related("theme").order_by("number")
    ids = {project.number: election_id(project) for project in projects}
    ballots = [choices for choices in cycle.ballots.values_list("choices", flat=True) if choices]
    random.SystemRandom().shuffle(ballots)
    votes = tuple(
        PbVote(str(number), tuple(ids[choice] for choice in choices)) for number, choices in enumerate(ballots, start=1)
    )
    return PbElection(_meta(cycle), tuple(_project(project) for project in projects), votes)


def conditions_of(cycle: Cycle, withdrawn: Iterable[Proposal] = ()) -> Conditions:
    """What belongs to the count beside the ballots: the seed drawn before the vote, projects that exclude one
    another, and withdrawn ones."""
    projects = {one.pk: election_id(one) for one in Proposal.objects.filter(cycle=cycle).on_ballot()}
    pairs = Proposal.objects.filter(cycle=cycle).on_ballot().rival_pairs()
    return Conditions(
        withdrawn=tuple(map(election_id, withdrawn)),
        one_of=tuple((projects[one], projects[other]) for one, other in pairs),
        lot_seed=cycle.lot_seed,
    )


def _project(project: Proposal) -> PbProject:
    return PbProject(
        project_id=election_id(project),
        cost=_whole(project.cost_tetri or 0),  # the database holds that what stands on a ballot has a cost
        name=read_text(project, "title", OFFICIAL_LANGUAGE).text,
        category=_categories(project),
        latitude=project.lat,
        longitude=project.lon,
    )


def _categories(project: Proposal) -> tuple[str, ...]:
    if project.theme:
        return (project.theme.slug,)
    return tuple(filter(None, project.category.split(", ")))


def _meta(cycle: Cycle) -> dict[str, str]:
    own = {
        "description": f"{cycle.municipality.name_en}: {cycle.title_en or cycle.title}",
        "country": "Georgia",
        "unit": cycle.municipality.name_en,
        "instance": str(localdate(cycle.voting_until_at).year),
        "date_begin": f"{localdate(cycle.voting_from_at):%d.%m.%Y}",
        "date_end": f"{localdate(cycle.voting_until_at):%d.%m.%Y}",
        "language": "ka",
        "currency": cycle.currency,
    }
    limits = {
        "budget": str(_whole(cycle.envelope_tetri)),
        "vote_type": "choose-1" if cycle.max_projects == 1 else "approval",
        "rule": "unknown",
        "min_length": str(cycle.min_projects),
        "max_length": str(cycle.max_projects or ""),
        "max_sum_cost": str(_whole(cycle.envelope_tetri)) if cycle.ballot_kind == BallotKind.KNAPSACK else "",
    }
    return {**own, **(cycle.imported_from or {}).get("meta", {}), **limits}


def _whole(tetri: int) -> int:
    if tetri % TETRI_PER_LARI:
        raise NotPossible(_("Votes are counted in whole lari; one of the sums has tetri."))
    return tetri // TETRI_PER_LARI
