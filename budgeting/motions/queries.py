"""What was moved and waits for a second official."""

from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from budgeting.waiting import Task, Waiting
from portal.accounts.models import Role, RoleKind, User
from portal.accounts.roles import places_as
from portal.clock import now
from portal.languages.texts import read_text

SOON = timedelta(days=1)


def motions_for(user: User) -> Waiting:
    """What this official may second, the oldest first: all that others moved. After a day it is overdue."""
    places = places_as(user, RoleKind.OFFICIAL)
    rows = Motion.objects.waiting().filter(cycle__municipality__in=places).exclude(moved_by=user.pk)
    return Waiting(rows.select_related("cycle__municipality"), Q(moved_at__lt=now() - SOON), ("moved_at",), _as_task)


def waiting_motions(cycle: Cycle) -> list[Motion]:
    """The cycle's motions that wait, with who moved them, the oldest first."""
    roles = Prefetch("moved_by__roles", Role.objects.all(), to_attr="held_roles")  # who moved must still be an official
    rows = cycle.motions.waiting().select_related("moved_by", "cycle__municipality").prefetch_related(roles)
    return list(rows.order_by("moved_at", "pk"))


def _as_task(motion: Any) -> Task:
    title = read_text(motion.cycle, "title")
    return Task(
        title=title.text,
        language=title.language,
        path=reverse("desk_vote", args=[motion.cycle.address]),
        municipality=motion.cycle.municipality.name,
        what=motion.get_act_display(),
        since=localdate(motion.moved_at),
        due_on=localdate(motion.moved_at + SOON),
        is_overdue=motion.is_late,
    )
