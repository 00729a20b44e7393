"""Which stage a cycle is in: a function of its own dates, its cleared gates and now. Never stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from budgeting.cycles.models import Cycle


class Stage(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("stage", "Preparing")
    PROPOSING = "proposing", pgettext_lazy("stage", "Proposing")
    SUPPORTING = "supporting", pgettext_lazy("stage", "Supporting")
    REVIEWING = "reviewing", pgettext_lazy("stage", "Reviewing")
    VOTING = "voting", pgettext_lazy("stage", "Voting")
    OBJECTIONS = "objections", pgettext_lazy("stage", "Results and objections")
    IMPLEMENTING = "implementing", pgettext_lazy("stage", "Implementing")
    CLOSED = "closed", pgettext_lazy("stage", "Closed")


class Gate(models.TextChoices):
    PROPOSING = "proposing", pgettext_lazy("gate", "Opening the call for proposals")
    VOTING = "voting", pgettext_lazy("gate", "Opening the vote")
    CLOSING = "closing", pgettext_lazy("gate", "Closing the budget")


AFTER_THE_VOTE = (Stage.OBJECTIONS, Stage.IMPLEMENTING, Stage.CLOSED)


def stage_of(cycle: "Cycle", now: datetime) -> Stage:
    """The cycle's stage at that instant. A gate nobody has cleared holds the stage before it, and a vote that was
    closed is over, whatever the clock says later."""
    if cycle.voting_closed_at:
        return _stage_after_the_vote(cycle, now)
    if not cycle.proposing_cleared_at or now < cycle.proposing_from_at:
        return Stage.PREPARING
    if now < cycle.proposing_until_at:
        return Stage.PROPOSING
    if cycle.supporting_until_at and now < cycle.supporting_until_at:
        return Stage.SUPPORTING
    if not cycle.voting_cleared_at or now < cycle.voting_from_at:
        return Stage.REVIEWING
    if now < cycle.voting_until_at:
        return Stage.VOTING
    return _stage_after_the_vote(cycle, now)


def _stage_after_the_vote(cycle: "Cycle", now: datetime) -> Stage:
    if now < cycle.objections_until_at:
        return Stage.OBJECTIONS
    if not cycle.closing_cleared_at or now < cycle.implementing_until_at:
        return Stage.IMPLEMENTING
    return Stage.CLOSED


def next_change_at(cycle: "Cycle", now: datetime) -> datetime | None:
    """The next instant at which the cycle is in another stage by its dates alone; None if none is to come."""
    dates = (
        *(cycle.proposing_from_at, cycle.proposing_until_at, cycle.supporting_until_at),
        *(cycle.voting_from_at, cycle.voting_until_at, cycle.objections_until_at, cycle.implementing_until_at),
    )
    to_come = sorted(date for date in dates if date and date > now)
    stage = stage_of(cycle, now)
    return next((date for date in to_come if stage_of(cycle, date) != stage), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the public calendar."""

    stage: Stage
    from_at: datetime
    until_at: datetime
    is_current: bool
    is_past: bool


def calendar(cycle: "Cycle", now: datetime) -> list[Step]:
    """The public stages with their dates, in order; exactly one is current unless all lie ahead or behind."""
    reviewing_from_at = cycle.supporting_until_at or cycle.proposing_until_at
    spans = [
        (Stage.PROPOSING, cycle.proposing_from_at, cycle.proposing_until_at),
        (Stage.SUPPORTING, cycle.proposing_until_at, cycle.supporting_until_at),
        (Stage.REVIEWING, reviewing_from_at, cycle.voting_from_at),
        (Stage.VOTING, cycle.voting_from_at, cycle.voting_until_at),
        (Stage.OBJECTIONS, cycle.voting_until_at, cycle.objections_until_at),
        (Stage.IMPLEMENTING, cycle.objections_until_at, cycle.implementing_until_at),
    ]
    current = stage_of(cycle, now)
    order = list(Stage)
    return [
        Step(stage, from_at, until_at, stage == current, order.index(stage) < order.index(current))
        for stage, from_at, until_at in spans
        if until_at
    ]
