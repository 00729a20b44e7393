"""How far projects have come: one row a project, which pages, desk, API and data export read alike."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import pgettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.milestones.models import Kind, Milestone
from budgeting.proposals.models import Proposal

# One person may err, and in a village there are few to speak up: from three on the municipality has to look again.
DISPUTES_TO_CHECK = 3


def is_disputed(confirmed: int, disputed: int) -> bool:
    """Whether what residents say outweighs the municipality's "done"."""
    return disputed >= DISPUTES_TO_CHECK or disputed > confirmed


class Standing(models.TextChoices):
    """Where a project stands: its last step or, once it is done, what residents say of that."""

    NOT_BEGUN = "not_begun", pgettext_lazy("state of a project", "Not begun yet")
    BUDGET = Kind.BUDGET.value, Kind.BUDGET.label
    TENDER = Kind.TENDER.value, Kind.TENDER.label
    CONTRACT = Kind.CONTRACT.value, Kind.CONTRACT.label
    WORKS = Kind.WORKS.value, Kind.WORKS.label
    DONE = Kind.DONE.value, pgettext_lazy("state of a project", "Done, says the municipality")
    CONFIRMED = "confirmed", pgettext_lazy("state of a project", "Done, residents confirm it")
    DISPUTED = "disputed", pgettext_lazy("state of a project", "Done, says the municipality; residents dispute it")
    NO_LONGER_FUNDED = "no_longer_funded", pgettext_lazy("state of a project", "No longer funded after a new count")


@dataclass(frozen=True, slots=True)
class Progress:
    """One project: its steps in their order, its money in tetri, how many residents confirm and dispute that it is done.

    `planned_tetri` is the cost the vote decided on until the municipality says otherwise. `is_funded` is what the
    count that stands says; a project that had steps before keeps them.
    """

    project: Proposal
    is_funded: bool
    milestones: tuple[Milestone, ...]
    planned_tetri: int
    contracted_tetri: int
    paid_tetri: int
    excess_reason: str
    excess_language: str
    confirmed: int
    disputed: int
    changed_at: datetime

    @property
    def reached(self) -> Milestone | None:
        """The last step that was taken."""
        return next((one for one in reversed(self.milestones) if one.done_on), None)

    @property
    def upcoming(self) -> Milestone | None:
        """The open step whose day comes first."""
        return min((one for one in self.milestones if not one.done_on), key=lambda one: one.planned_on, default=None)

    @property
    def late(self) -> tuple[Milestone, ...]:
        """The steps whose day has passed without them; none of a project that is no longer funded."""
        return tuple(one for one in self.milestones if one.is_late) if self.is_funded else ()

    @property
    def done(self) -> Milestone | None:
        """The last step of all, once it was taken."""
        return next((one for one in self.milestones if one.kind == Kind.DONE and one.done_on), None)

    @property
    def standing(self) -> Standing:
        if not self.is_funded:
            return Standing.NO_LONGER_FUNDED
        if self.done:
            return self._said_by_residents
        return Standing(self.reached.kind) if self.reached else Standing.NOT_BEGUN

    @property
    def _said_by_residents(self) -> Standing:
        if is_disputed(self.confirmed, self.disputed):
            return Standing.DISPUTED
        return Standing.CONFIRMED if self.confirmed else Standing.DONE


@dataclass(frozen=True, slots=True)
class Implementation:
    """A cycle's funded projects by their numbers, then those that a new count no longer funds; empty before a count."""

    cycle: Cycle
    rows: tuple[Progress, ...]
    as_of: datetime

    @property
    def planned_tetri(self) -> int:
        return sum(row.planned_tetri for row in self.rows)

    @property
    def contracted_tetri(self) -> int:
        return sum(row.contracted_tetri for row in self.rows)

    @property
    def paid_tetri(self) -> int:
        return sum(row.paid_tetri for row in self.rows)

    @property
    def late(self) -> int:
        """How many projects have a step that is late."""
        return sum(bool(row.late) for row in self.rows)

    @property
    def done(self) -> int:
        """How many of the funded projects the municipality says are done."""
        return sum(bool(row.done) and row.is_funded for row in self.rows)
