"""Reading the implementation: of a cycle, of one project, and what waits for officials because residents dispute it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count as Total
from django.db.models import F, Min, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.milestones.models import (
    Confirmation,
    Kind,
    Milestone,
    MilestoneDocument,
    MilestonePhoto,
    MovedDay,
    Shows,
    Spending,
)
from budgeting.milestones.progress import DISPUTES_TO_CHECK, Implementation, Progress, is_disputed
from budgeting.outcomes.endings import Ending
from budgeting.outcomes.progress import tells_progress
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import LONG
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import standing_outcomes
from budgeting.waiting import Task, Waiting
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import places_as
from portal.languages.texts import read_text

_ORDER = {kind: place for place, kind in enumerate(Kind.values)}


def implementation_of(cycle: Cycle) -> Implementation:
    """How far the projects have come that the count that stands funds, and those an earlier count funded
    (six queries at most)."""
    outcomes = {one.project_id: one for one in standing_outcomes([cycle.pk]).get(cycle.pk, [])}
    steps, spent, said = _read(Q(project__cycle=cycle))
    kept = {*steps, *spent}
    projects = {pk: one.project for pk, one in outcomes.items() if one.is_funded or pk in kept}
    projects |= _others(kept - projects.keys())
    rows = [_row(project, outcomes.get(pk), steps, spent, said) for pk, project in projects.items()]
    rows.sort(key=lambda row: (not row.is_funded, row.project.number or 0))
    published = [one.count.published_at for one in outcomes.values() if one.count.published_at]
    decided_at = published[0] if published else cycle.voting_until_at
    return Implementation(cycle, tuple(rows), max((row.changed_at for row in rows), default=decided_at))


def progress_of(project: Proposal) -> Progress | None:
    """The same of one project; None if no count that stands funds it and nothing was ever begun (five queries)."""
    outcome = standing_outcome(project)
    steps, spent, said = _read(Q(project=project))
    if not (steps or spent or (outcome and outcome.is_funded)):
        return None
    return _row(project, outcome, steps, spent, said)


@tells_progress
def endings_of_works(projects: Collection[int]) -> dict[int, Ending]:
    """How far the works have come at those of the projects where they began (three queries)."""
    steps, _spent, said = _read(Q(project__in=projects))
    endings = {}
    for pk, milestones in steps.items():
        taken = {one.kind for one in milestones if one.done_on}
        if Kind.DONE in taken:
            endings[pk] = Ending.DISPUTED if is_disputed(*said.get(pk, (0, 0))) else Ending.DONE
        elif Kind.WORKS in taken:
            endings[pk] = Ending.IN_PROGRESS
    return endings


def standing_outcome(project: Proposal) -> Outcome | None:
    """What the published count that stands decided on the project."""
    standing = Count.objects.published().filter(cycle=OuterRef("project__cycle")).values("pk")[:1]
    outcomes = Outcome.objects.filter(project=project, count=Subquery(standing)).select_related("count")
    return outcomes.defer("decision", "count__trace", "count__other", "count__conditions", "count__rule").first()


def is_funded(project: Proposal) -> bool:
    outcome = standing_outcome(project)
    return bool(outcome and outcome.is_funded)


def _read(
    where: Q,
) -> tuple[dict[int, list[Milestone]], dict[int, Spending], dict[int, tuple[int, int]]]:
    """{project: its steps in order}, {project: its money}, {project: (confirmed, disputed)}."""
    steps: dict[int, list[Milestone]] = {}
    moves = Prefetch("moves", MovedDay.objects.order_by("at", "pk"))
    for milestone in Milestone.objects.filter(where).prefetch_related(moves):
        steps.setdefault(milestone.project_id, []).append(milestone)
    for milestones in steps.values():
        milestones.sort(key=lambda one: _ORDER[one.kind])
    spent = {one.project_id: one for one in Spending.objects.filter(where)}
    said = Confirmation.objects.filter(where).order_by().values("project")
    sums = said.annotate(yes=Total("pk", filter=Q(is_done=True)), no=Total("pk", filter=Q(is_done=False)))
    return steps, spent, {one["project"]: (one["yes"], one["no"]) for one in sums}


def _others(pks: Iterable[int]) -> dict[int, Proposal]:
    """Projects the count that stands says nothing of; no query where there are none."""
    rows = Proposal.objects.filter(pk__in=pks).select_related("cycle__municipality", "settlement").defer(*LONG)
    return {project.pk: project for project in rows} if pks else {}


def _row(
    project: Proposal,
    outcome: Outcome | None,
    steps: dict[int, list[Milestone]],
    spent: dict[int, Spending],
    said: dict[int, tuple[int, int]],
) -> Progress:
    money, milestones = spent.get(project.pk), steps.get(project.pk, [])
    funded = bool(outcome and outcome.is_funded)
    cost_tetri = outcome.cost_tetri if outcome and funded else 0
    confirmed, disputed = said.get(project.pk, (0, 0))
    begun_at = outcome.count.published_at if outcome and outcome.count.published_at else project.cycle.voting_until_at
    changes: list[datetime] = [begun_at, *(one.changed_at for one in milestones)]
    return Progress(
        project=project,
        is_funded=funded,
        milestones=tuple(milestones),
        planned_tetri=money.planned_tetri if money else cost_tetri,
        contracted_tetri=money.contracted_tetri if money else 0,
        paid_tetri=money.paid_tetri if money else 0,
        excess_reason=money.reason if money else "",
        excess_language=money.reason_language if money else "",
        confirmed=confirmed,
        disputed=disputed,
        changed_at=max([*changes, *([money.changed_at] if money else [])]),
    )


def photos_of(project: Proposal) -> tuple[list[MilestonePhoto], list[MilestonePhoto]]:
    """(before the works, after them), in the order in which they came."""
    photos = list(MilestonePhoto.objects.filter(milestone__project=project))
    return [one for one in photos if one.shows == Shows.BEFORE], [one for one in photos if one.shows == Shows.AFTER]


def documents_of(project: Proposal) -> list[MilestoneDocument]:
    """The papers of all its steps, each with its step."""
    return list(MilestoneDocument.objects.filter(milestone__project=project).select_related("milestone"))


def disputes_of(project: Proposal) -> list[Confirmation]:
    """What residents say is not done, the newest first: for officials alone, and without the names."""
    return list(Confirmation.objects.filter(project=project, is_done=False))


def disputed_projects(user: User) -> Waiting:
    """Projects of this official's municipalities that DISPUTES_TO_CHECK residents say are not done, since the
    municipality last looked."""
    places = places_as(user, RoleKind.OFFICIAL)
    done = Milestone.objects.filter(kind=Kind.DONE, done_on__isnull=False, project__cycle__municipality__in=places)
    new = Q(checked_at__isnull=True) | Q(project__confirmations__at__gt=F("checked_at"))
    new &= Q(project__confirmations__is_done=False)
    disputed = done.order_by().annotate(disputes=Total("project__confirmations", filter=new))
    projects = disputed.filter(disputes__gte=DISPUTES_TO_CHECK).values("project")
    since = Min("confirmations__at", filter=Q(confirmations__is_done=False))
    rows = Proposal.objects.filter(pk__in=projects).select_related("cycle__municipality").defer(*LONG)
    return Waiting(rows.annotate(since_at=since), Q(pk__isnull=True), ("since_at",), _as_task)


def _as_task(project: Any) -> Task:
    title = read_text(project, "title")
    return Task(
        title=title.text,
        language=title.language,
        path=reverse("desk_implementation_of", args=[project.address]),
        municipality=project.cycle.municipality.name,
        what=_("Residents say that it is not done"),
        since=localdate(project.since_at),
        due_on=None,
        is_overdue=False,
    )
