"""Changes to a project's implementation: its steps, their days, its money. Each is public, logged, and told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.errors import NotAllowed, NotPossible, refuse
from budgeting.milestones.models import (
    DETAILS,
    LONGEST_DETAILS,
    LONGEST_NOTE,
    LONGEST_REASON,
    Kind,
    Milestone,
    MovedDay,
    Spending,
)
from budgeting.milestones.permissions import may_keep_milestones
from budgeting.milestones.queries import is_funded
from budgeting.proposals.actions import add_event
from budgeting.proposals.models import Proposal
from portal.accounts.models import User
from portal.clock import now, today
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.typed import plain_text
from portal.log.models import record

_ORDER = list(Kind.values)


@transaction.atomic
def plan_milestone(
    project: Proposal, *, by: User, kind: str, planned_on: date, note: str = "", written_in: str = OFFICIAL_LANGUAGE
) -> Milestone:
    """Gives the day by which a step is to be taken. NotPossible if the step is there already.

    One message a day says that there are new days, however many steps are planned; a day that has passed is no news.
    """
    check_funded(project, by)
    milestone = Milestone(project=project, kind=kind, planned_on=planned_on)
    _write_note(milestone, note, written_in)
    try:
        with transaction.atomic():
            milestone.save()
    except IntegrityError:
        raise NotPossible(_("This step has its day already. Move it instead.")) from None
    if planned_on >= today() and not _is_told_today(project):
        add_event(project, "plan_milestone", by=by)
    announce(topic_of_cycle(project.cycle_id))
    record_act("plan_milestone", project, by, kind=kind, planned_on=planned_on.isoformat())
    return milestone


@transaction.atomic
def move_milestone(
    milestone: Milestone,
    *,
    by: User,
    planned_on: date,
    reason: str,
    reason_language: str | None = None,
    seen: date | None = None,
) -> MovedDay:
    """Moves the planned day of an open step; the old one stays readable with the reason.

    `seen` is the day that was on the page. NotPossible without a reason, for the same day, for a step that was taken,
    and where somebody else has moved it meanwhile.
    """
    check_funded(milestone.project, by)
    old, reason = seen or milestone.planned_on, plain_text(reason)
    faults = _longer(reason, "reason", LONGEST_REASON)
    if not reason:
        faults["reason"] = _("Say why the day is moved. Everybody reads it.")
    if planned_on == old:
        faults["planned_on"] = _("This is the day it is planned for already.")
    refuse(faults)
    still_there = Milestone.objects.filter(pk=milestone.pk, done_on__isnull=True, planned_on=old)
    _expect_one(still_there.update(planned_on=planned_on, changed_at=now()))
    milestone.refresh_from_db()
    language = reason_language or get_language() or OFFICIAL_LANGUAGE
    days = {"old_planned_on": old, "new_planned_on": planned_on}
    moved = MovedDay.objects.create(milestone=milestone, reason=reason, reason_language=language, by=by, **days)
    add_event(milestone.project, "move_milestone", by=by, reason=reason, reason_language=language)
    dates = {"old": old.isoformat(), "new": planned_on.isoformat()}
    record_act("move_milestone", milestone.project, by, kind=milestone.kind, **dates)
    return moved


@transaction.atomic
def reach_milestone(
    milestone: Milestone, *, by: User, done_on: date, note: str = "", written_in: str = OFFICIAL_LANGUAGE, **said: Any
) -> Milestone:
    """Says that a step was taken and when; `said` is what DETAILS asks of its kind. A note replaces the earlier one.

    NotPossible for a day ahead or out of the order of the steps, without those details, and if it was taken already.
    """
    check_funded(milestone.project, by)
    details = {name: said.get(name) for name in DETAILS.get(milestone.step, ())}
    details |= {name: plain_text(value) for name, value in details.items() if isinstance(value, str)}
    refuse(_day_faults(milestone, done_on) | _detail_faults(details))
    if note.strip():
        _write_note(milestone, note, written_in)
    texts = {f"note_{milestone.written_in}": getattr(milestone, f"note_{milestone.written_in}") or ""}
    origin = {"written_in": milestone.written_in, "translations": milestone.translations}
    still_open = Milestone.objects.filter(pk=milestone.pk, done_on__isnull=True)
    _expect_one(still_open.update(done_on=done_on, changed_at=now(), **details, **texts, **origin))
    milestone.refresh_from_db()
    add_event(milestone.project, f"reach_{milestone.kind}", by=by, reason=plain_text(note), reason_language=written_in)
    record_act("reach_milestone", milestone.project, by, kind=milestone.kind, done_on=done_on.isoformat())
    return milestone


@transaction.atomic
def change_spending(
    project: Proposal,
    *,
    by: User,
    planned_tetri: int,
    contracted_tetri: int = 0,
    paid_tetri: int = 0,
    reason: str = "",
    reason_language: str | None = None,
    seen: str | None = None,
) -> Spending:
    """Says what is planned, contracted and paid; the log keeps what was said before.

    `seen` is the `Spending.seen` that was on the page ("" for none). NotPossible with nothing planned, with more paid
    than contracted and no reason, and where somebody else has changed it meanwhile.
    """
    check_funded(project, by)
    reason = plain_text(reason) if paid_tetri > contracted_tetri else ""
    faults = _longer(reason, "reason", LONGEST_REASON)
    if planned_tetri < 1:
        faults["planned_tetri"] = _("Write how much money is planned.")
    if paid_tetri > contracted_tetri and not reason:
        faults["reason"] = _("More is paid than contracted. Say why; everybody reads it.")
    refuse(faults)
    spending = Spending.objects.select_for_update().filter(project=project).first()
    if seen is not None and seen != (spending.seen if spending else ""):
        raise NotPossible(stale())
    before = spending.seen if spending else ""
    spending = spending or Spending(project=project)
    spending.planned_tetri, spending.contracted_tetri, spending.paid_tetri = planned_tetri, contracted_tetri, paid_tetri
    spending.reason = reason
    spending.reason_language = (reason_language or get_language() or OFFICIAL_LANGUAGE) if reason else ""
    spending.changed_at = now()
    try:
        with transaction.atomic():
            spending.save()
    except IntegrityError:
        raise NotPossible(stale()) from None
    money = {"planned_tetri": planned_tetri, "contracted_tetri": contracted_tetri, "paid_tetri": paid_tetri}
    announce(topic_of_cycle(project.cycle_id))
    record_act("change_spending", project, by, before=before, **money)
    return spending


def check_funded(project: Proposal, by: User) -> None:
    """NotAllowed for who does not keep this record, NotPossible for a project that the count that stands does not fund."""
    if not may_keep_milestones(by, project.cycle):
        raise NotAllowed
    if not is_funded(project):
        raise NotPossible(_("The count that stands does not fund this project. What was recorded stays as it is."))


def record_act(act: str, project: Proposal, by: User, **facts: Any) -> None:
    """One entry of the log about the project."""
    record(act, project, by=by, municipality=project.cycle.municipality, proposal=project.pk, **facts)


def stale() -> str:
    return _("Somebody else has just changed this. Please look at it again.")


def _is_told_today(project: Proposal) -> bool:
    latest = project.events.filter(name="plan_milestone").last()
    return latest is not None and localdate(latest.at) == today()


def _expect_one(rows: int) -> None:
    if rows != 1:
        raise NotPossible(stale())


def _write_note(milestone: Milestone, note: str, written_in: str) -> None:
    """The note becomes the original; what was translated from an earlier one is marked."""
    note = plain_text(note)
    refuse(_longer(note, "note", LONGEST_NOTE))
    milestone.written_in = written_in
    setattr(milestone, f"note_{written_in}", note)
    milestone.outdate_translations(["note"])


def _day_faults(milestone: Milestone, done_on: date) -> dict[str, str]:
    place = _ORDER.index(milestone.kind)
    taken = Milestone.objects.filter(project=milestone.project_id, done_on__isnull=False)
    days = [(_ORDER.index(kind), day) for kind, day in taken.values_list("kind", "done_on") if day]
    if done_on > today():
        return {"done_on": _("This day lies ahead. Write the day on which it happened.")}
    if any(day > done_on for other, day in days if other < place):
        return {"done_on": _("An earlier step was taken after this day.")}
    if any(day < done_on for other, day in days if other > place):
        return {"done_on": _("A later step was taken before this day.")}
    return {}


def _detail_faults(details: Mapping[str, Any]) -> dict[str, str]:
    missing = {
        "budget_line": _("Write the line of the budget."),
        "decree_number": _("Write the number of the decree."),
        "decree_on": _("Write the day of the decree."),
        "contractor": _("Write who does the works."),
    }
    faults = {name: missing[name] for name, value in details.items() if not value}
    for name, value in details.items():
        if isinstance(value, str):
            faults |= _longer(value, name, LONGEST_DETAILS[name])
    return faults


def _longer(text: str, field: str, longest: int) -> dict[str, str]:
    if len(text) <= longest:
        return {}
    sentence = ngettext("Write at most %(most)d letter.", "Write at most %(most)d letters.", longest)
    return {field: sentence % {"most": longest}}
