"""Funded projects to follow. Of the four projects 1 and 3 are funded, 2 and 4 are not."""

from datetime import date, timedelta
from typing import Any

import pytest

from budgeting.cycles.models import Cycle
from budgeting.milestones.actions import plan_milestone, reach_milestone
from budgeting.milestones.models import Kind, Milestone
from budgeting.proposals.models import Proposal
from budgeting.results.actions import count_cycle
from portal.accounts.models import User
from portal.clock import today
from tests.budgeting.results.closed import make_closed
from tests.people import Cast

DETAILS: dict[str, dict[str, Any]] = {
    Kind.BUDGET: {"budget_line": "05 02", "decree_number": "18", "decree_on": date(2026, 1, 9)},
    Kind.CONTRACT: {"contractor": "Builders Ltd"},
}
MOVE_ON = {"reason": "Snow."}


def make_counted(cast: Cast, **facts: Any) -> Cycle:
    cycle = make_closed(cast, **facts)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    return Cycle.objects.select_related("municipality").get(pk=cycle.pk)


def project_of(cycle: Cycle, number: int = 1) -> Proposal:
    return Proposal.objects.select_related("cycle__municipality").get(cycle=cycle, number=number)


def make_step(cast: Cast, project: Proposal, kind: str = Kind.TENDER, days: int = 10, **facts: Any) -> Milestone:
    """A step planned for so many days from today."""
    planned_on = today() + timedelta(days=days)
    return plan_milestone(project, by=cast.official, kind=kind, planned_on=planned_on, **facts)


def make_done(cast: Cast, project: Proposal, kind: str = Kind.DONE) -> Milestone:
    """A step that was planned for yesterday and taken then."""
    milestone = make_step(cast, project, kind, days=-1)
    said = DETAILS.get(kind, {})
    return reach_milestone(milestone, by=cast.official, done_on=today() - timedelta(days=1), **said)


def make_residents(count: int) -> list[User]:
    return [User.objects.create_user(f"villager-{place}@example.org", language="en") for place in range(count)]


@pytest.fixture
def project(cast: Cast) -> Proposal:
    """Project 1, which is funded; its resident wrote it."""
    return project_of(make_counted(cast))
