"""What waits for somebody at the desk: a row that is opened, with the day by which it is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, Count, F, OrderBy, Q, QuerySet, Value, When
from django.utils.functional import Promise

from budgeting.workdays import working_days_between
from portal.clock import today


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `title` is in `language`; `path` is where it is done; `due_on` may be unknown."""

    title: str
    language: str
    path: str
    municipality: str
    what: str | Promise
    since: date
    due_on: date | None
    is_overdue: bool

    @property
    def age_days(self) -> int:
        """How long it has been waiting, in working days; the day it came on is not counted."""
        return working_days_between(self.since, today())


@dataclass(frozen=True)
class Waiting:
    """Rows that wait, the overdue first and then by `order`. Only those of the page that is shown are loaded.

    `late` says of a row that it is overdue; `as_task` makes the task of a row that has `is_late` set.
    """

    rows: QuerySet[Any]
    late: Q
    order: tuple[str | OrderBy, ...]
    as_task: Callable[[Any], Task]

    @cached_property
    def _sums(self) -> dict[str, int]:
        return self.rows.order_by().aggregate(
            total=Count("pk", distinct=True), overdue=Count("pk", filter=self.late, distinct=True)
        )

    def count(self) -> int:
        return self._sums["total"]

    @property
    def overdue(self) -> int:
        return self._sums["overdue"]

    def __getitem__(self, part: slice) -> list[Task]:
        return [self.as_task(row) for row in self.marked()[part]]

    def marked(self) -> QuerySet[Any]:
        """The rows in their order, each with `is_late`."""
        is_late = Case(When(self.late, then=Value(True)), default=Value(False), output_field=BooleanField())
        return self.rows.annotate(is_late=is_late).order_by("-is_late", *self.order, "pk")


BY_DUE_DAY = F("due_on").asc(nulls_last=True)
