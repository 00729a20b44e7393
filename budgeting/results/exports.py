"""A counted cycle as a Pabulib election: what anybody needs to count it again."""

import random

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from budgeting.counting.pabulib import PbElection, PbProject, PbVote
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.results.models import Count, Outcome
from portal.languages.texts import OFFICIAL_LANGUAGE, read_text


def export_election(cycle: Cycle) -> PbElection:
    """The cycle's projects in the order of the count, and its ballots in a random order under random ids.

    Nothing of a voter is in it: no age, no place, no time. NotPossible before the count, or if a sum is
    not whole in the cycle's currency (the format has no smaller unit).
    """
    count = Count.objects.filter(cycle=cycle).first()
    if count is None:
        raise NotPossible(_("Only a counted cycle can be exported."))
    outcomes = list(count.outcomes.select_related("project"))
    ids = {outcome.project.number: outcome.project.reference or str(outcome.project.number) for outcome in outcomes}
    ballots = list(cycle.ballots.values_list("choices", flat=True))
    random.SystemRandom().shuffle(ballots)
    votes = tuple(
        PbVote(str(number), tuple(ids[choice] for choice in choices)) for number, choices in enumerate(ballots, start=1)
    )
    return PbElection(_meta(cycle), tuple(_project(outcome, ids) for outcome in outcomes), votes)


def _project(outcome: Outcome, ids: dict[int, str]) -> PbProject:
    project = outcome.project
    return PbProject(
        project_id=ids[project.number],
        cost=_whole(outcome.cost_tetri),
        name=read_text(project, "title", OFFICIAL_LANGUAGE).text,
        category=_categories(outcome),
        votes=outcome.votes,
        selected=int(outcome.is_funded),
        latitude=project.lat,
        longitude=project.lon,
    )


def _categories(outcome: Outcome) -> tuple[str, ...]:
    if outcome.project.theme:
        return (outcome.project.theme.slug,)
    return tuple(filter(None, outcome.project.category.split(", ")))


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
        "rule": cycle.counting_rule,
        "min_length": str(cycle.min_projects),
        "max_length": str(cycle.max_projects or ""),
        "max_sum_cost": str(_whole(cycle.envelope_tetri)) if cycle.ballot_kind == BallotKind.KNAPSACK else "",
    }
    return {**own, **(cycle.imported_from or {}).get("meta", {}), **limits}


def _whole(tetri: int) -> int:
    if tetri % TETRI_PER_LARI:
        raise NotPossible(_("The export needs whole lari; one of the sums has tetri."))
    return tetri // TETRI_PER_LARI
