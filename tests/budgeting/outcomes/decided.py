"""Cycles whose vote is decided, and what is said of their projects afterwards."""

from datetime import datetime, timedelta

from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.proposals.actions import answer_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.models import ResponseOutcome
from budgeting.results.actions import count_cycle
from portal.clock import pinned
from portal.languages.texts import in_languages
from tests.budgeting.results.closed import make_closed
from tests.factories import in_all
from tests.people import Cast

FUNDED, NOT_FUNDED = (1, 3), (2, 4)  # the numbers on the ballot


def make_decided(cast: Cast) -> Cycle:
    """Projects 1 and 3 are funded, 2 and 4 are not, and all four are owed an answer."""
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    return cycle


def works_at(cycle: Cycle) -> datetime:
    """An instant in the implementation."""
    return cycle.objections_until_at + timedelta(days=2)


def answer(
    cast: Cast,
    project: Proposal,
    outcome: ResponseOutcome = ResponseOutcome.DONE,
    reason: str = "Because",
    day: int = 0,
) -> None:
    """The municipality's answer, so many days into the works."""
    project.refresh_from_db()
    at = works_at(project.cycle) + timedelta(days=day)
    with pinned(at), override("ka"):
        answer_proposal(
            project,
            by=cast.official,
            outcome=outcome,
            evidence="Act 14",
            next_update_on=(at + timedelta(days=30)).date() if outcome == ResponseOutcome.IN_PROGRESS else None,
            **in_languages("reason", in_all(reason)),
        )


def answer_all(cast: Cast, cycle: Cycle) -> None:
    """The funded ones are done, the others are declined: nothing is owed any more."""
    for project in cycle.proposals.order_by("number"):
        is_funded = project.number in FUNDED
        answer(cast, project, ResponseOutcome.DONE if is_funded else ResponseOutcome.DECLINED)
