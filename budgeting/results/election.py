"""A cycle as an election to be counted: its projects, its ballots, the conditions."""

import random
from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from budgeting.closing.models import Fate, SealedBallot
from budgeting.counting.conditions import Area, Conditions
from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.cycles.models import BallotKind, Cycle, VotesIn
from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from budgeting.voting.ballots import ballot_rules
from budgeting.voting.withdrawing.models import Withdrawal
from portal.languages.texts import OFFICIAL_LANGUAGE, read_text


def election_id(project: Proposal) -> str:
    """The project's id in counts, archives and exports: its number on the ballot, or what its own city called it."""
    return project.reference or str(project.number)


def election_of(cycle: Cycle) -> PbElection:
    """The cycle's election, its ballots in a random order under random ids; blank ones are left out.

    Nothing of a voter is in it: no age, no place, no time. NotPossible if a sum is not whole in the cycle's
    currency: the format has no smaller unit.
    """
    projects = Proposal.objects.filter(cycle=cycle).ever_on_ballot().select_related("theme").order_by("number")
    ids = {project.number: election_id(project) for project in projects}
    sealed = SealedBallot.objects.filter(cycle=cycle, fate=Fate.COUNTED)
    ballots = [choices for choices in sealed.values_list("choices", flat=True) if choices]
    random.SystemRandom().shuffle(ballots)
    votes = tuple(
        PbVote(str(number), tuple(ids[choice] for choice in choices)) for number, choices in enumerate(ballots, start=1)
    )
    return PbElection(_meta(cycle), tuple(_project(project) for project in projects), votes)


def conditions_of(cycle: Cycle, withdrawn: Iterable[Proposal] = ()) -> Conditions:
    """What belongs to the count beside the ballots: the seed drawn before the vote, projects that exclude one
    another, and withdrawn ones: those named here and those withdrawn during the vote."""
    projects = {one.pk: election_id(one) for one in Proposal.objects.filter(cycle=cycle).ever_on_ballot()}
    gone = {one.pk for one in withdrawn} | set(
        Withdrawal.objects.filter(project__cycle=cycle).values_list("project_id", flat=True)
    )
    pairs = Proposal.objects.filter(cycle=cycle).ever_on_ballot().rival_pairs()
    return Conditions(
        withdrawn=tuple(name for pk, name in projects.items() if pk in gone),
        one_of=tuple((projects[one], projects[other]) for one, other in pairs),
        areas=_areas(cycle),
        lot_seed=cycle.lot_seed,
    )


def _areas(cycle: Cycle) -> tuple[Area, ...]:
    """The areas with an envelope of their own, and the whole municipality with what they leave; none where there
    are no areas, or no project stands in one."""
    ids: dict[int | None, list[str]] = {}
    for project in Proposal.objects.filter(cycle=cycle).ever_on_ballot():
        ids.setdefault(project.area_id, []).append(election_id(project))
    areas = [one for one in cycle.areas.all() if one.pk in ids]
    if not areas:
        return ()
    counted = [Area(one.name_en or one.name, _whole(one.envelope_tetri), tuple(ids[one.pk])) for one in areas]
    if None in ids:
        left = cycle.envelope_tetri - sum(one.envelope_tetri for one in cycle.areas.all())
        counted.insert(0, Area(cycle.municipality.name_en, _whole(left), tuple(ids[None])))
    return tuple(counted)


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
    most = cycle.max_projects and cycle.max_projects * _lists_of_a_voter(cycle)
    limits = {
        "budget": str(_whole(cycle.envelope_tetri)),
        "vote_type": "choose-1" if most == 1 else "approval",
        "rule": "unknown",
        "min_length": str(cycle.min_projects),
        "max_length": str(most or ""),
        "max_sum_cost": str(_whole(cycle.envelope_tetri)) if cycle.ballot_kind == BallotKind.KNAPSACK else "",
    }
    return {**own, **(cycle.imported_from or {}).get("meta", {}), **limits}


def _lists_of_a_voter(cycle: Cycle) -> int:
    """In how many lists one ballot may choose: the limits of a cycle hold in each, those of the format in all."""
    rules = ballot_rules(cycle)
    if rules.votes_in == VotesIn.ONE:
        return 1
    return max((len(rules.open_to(one.area)) for one in rules.lists), default=1)


def _whole(tetri: int) -> int:
    if tetri % TETRI_PER_LARI:
        raise NotPossible(_("Votes are counted in whole lari; one of the sums has tetri."))
    return tetri // TETRI_PER_LARI
