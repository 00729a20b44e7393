"""Which votes wait for an official to move the next step."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Act, Motion
from budgeting.results.models import Count
from budgeting.voting.actions import GRACE
from budgeting.waiting import Task, Waiting
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import places_as
from portal.clock import now
from portal.languages.texts import read_text

STEPS = [Act.CLOSE, Act.COUNT, Act.PUBLISH]


def next_steps(user: User) -> Waiting:
    """The votes that are over and neither closed, counted and published, nor moved to be; the longest over first."""
    counts = Count.objects.filter(cycle=OuterRef("pk"))
    rows = Cycle.objects.filter(
        ~Exists(counts.filter(published_at__isnull=False)),
        ~Exists(Motion.objects.waiting().filter(cycle=OuterRef("pk"), act__in=STEPS)),
        municipality__in=places_as(user, RoleKind.OFFICIAL),
        voting_cleared_at__isnull=False,
        voting_until_at__lt=now() - GRACE,
    )
    counted = Exists(counts.filter(counted_at__isnull=False))
    return Waiting(
        rows.select_related("municipality", "closing").annotate(is_counted=counted),
        Q(pk__in=[]),
        ("voting_until_at",),
        _as_task,
    )


def _as_task(cycle: Any) -> Task:
    title = read_text(cycle, "title")
    is_closed = hasattr(cycle, "closing")
    step = Act.PUBLISH if cycle.is_counted else Act.COUNT if is_closed else Act.CLOSE
    return Task(
        title=title.text,
        language=title.language,
        path=reverse("desk_vote", args=[cycle.address]),
        municipality=cycle.municipality.name,
        what=step.label,
        since=localdate(cycle.closing.closed_at if is_closed else cycle.voting_until_at),
        due_on=None,
        is_overdue=False,
    )
