"""Takes over a file of steps and money by the same actions as the desk: the whole of it, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.actions import change_spending, move_milestone, plan_milestone, reach_milestone
from budgeting.milestones.models import Kind, Milestone, Spending
from budgeting.milestones.permissions import may_keep_milestones
from budgeting.milestones.progress import Implementation, Progress
from budgeting.milestones.reading import BadLine, Line, read_line, rows_of
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from portal.accounts.models import User
from portal.languages.texts import read_text
from portal.log.models import record

PLANNED, MOVED = gettext_lazy("The step is planned"), gettext_lazy("The day is moved")
REACHED, PAID = gettext_lazy("The step is taken"), gettext_lazy("The money is changed")


class BadLines(NotPossible):
    """Nothing is stored; `lines` is {line number: what is wrong with it}, without a word of the file."""

    def __init__(self, lines: dict[int, str]) -> None:
        sentence = ngettext(
            "Nothing was stored: %(count)s line is wrong.", "Nothing was stored: %(count)s lines are wrong.", len(lines)
        )
        super().__init__(sentence % {"count": len(lines)})
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Change:
    """What a line changes in a project; `step` is None where it is about money."""

    place: int
    project: Proposal
    step: Kind | None
    what: str | Promise


def preview_milestones(cycle: Cycle, text: str, *, by: User) -> list[Change]:
    """What the file would change, without changing it. BadLines and NotPossible as for `import_milestones`."""
    with transaction.atomic():
        changes = import_milestones(cycle, text, by=by)
        transaction.set_rollback(True)  # only to hear now what would be done, and what refused
    return changes


@transaction.atomic
def import_milestones(cycle: Cycle, text: str, *, by: User) -> list[Change]:
    """Does all that the file says; what it repeats of what is stored changes nothing.

    BadLines with every line that is wrong or refused, NotPossible for a file that cannot be read or says nothing new.
    """
    if not may_keep_milestones(by, cycle):
        raise NotAllowed
    on_ballot = Proposal.objects.filter(cycle=cycle).ever_on_ballot()
    projects = {one.number: one for one in on_ballot.select_related("cycle__municipality")}
    changes: list[Change] = []
    faults: dict[int, str] = {}
    for place, row in rows_of(text):
        try:
            with transaction.atomic():
                line = read_line(place, row, cycle.pk)
                if line.number not in projects:
                    raise BadLine(_("There is no project with this number in this budget."))
                changes += _take(line, projects[line.number], by)
        except (BadLine, NotPossible) as fault:
            faults[place] = str(fault)
    if faults:
        raise BadLines(faults)
    if not changes:
        raise NotPossible(_("There is nothing new in this file."))
    record("import_milestones", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, total=len(changes))
    return changes


def _take(line: Line, project: Proposal, by: User) -> list[Change]:
    done = _take_step(line, line.kind, project, by) if line.kind and line.says_step else []
    if line.says_money and _take_money(line, project, by):
        done.append((None, PAID))
    return [Change(line.place, project, step, what) for step, what in done]


def _take_step(line: Line, kind: Kind, project: Proposal, by: User) -> list[tuple[Kind | None, str | Promise]]:
    done: list[tuple[Kind | None, str | Promise]] = []
    milestone = Milestone.objects.filter(project=project, kind=kind).first()
    if milestone is None:
        planned_on = line.planned_on or line.done_on
        if planned_on is None:
            raise BadLine(_("This step has no day yet. Write the day it is planned for."))
        facts = {"kind": kind.value, "note": line.note, "written_in": line.note_language}
        milestone = plan_milestone(project, by=by, planned_on=planned_on, **facts)
        done.append((kind, PLANNED))
    elif line.planned_on and line.planned_on != milestone.planned_on:
        if milestone.done_on:
            raise BadLine(_("This step was taken already. Its days cannot be changed."))
        language = line.note_language
        move_milestone(milestone, by=by, planned_on=line.planned_on, reason=line.reason, reason_language=language)
        done.append((kind, MOVED))
    if line.done_on and milestone.done_on and line.done_on != milestone.done_on:
        raise BadLine(_("This step was taken already. Its days cannot be changed."))
    if line.done_on and not milestone.done_on:
        said = {**line.details, "note": line.note, "written_in": line.note_language}
        reach_milestone(milestone, by=by, done_on=line.done_on, **said)
        done.append((kind, REACHED))
    return done


def _take_money(line: Line, project: Proposal, by: User) -> bool:
    """Whether the file says anything else than what is stored; what it leaves out stays as it is."""
    spending = Spending.objects.filter(project=project).first()
    cost = project.cost_tetri or 0
    before = (spending.planned_tetri, spending.contracted_tetri, spending.paid_tetri) if spending else (cost, 0, 0)
    typed = (line.planned_tetri, line.contracted_tetri, line.paid_tetri)
    planned, contracted, paid = (old if new is None else new for old, new in zip(before, typed, strict=True))
    if (planned, contracted, paid) == before:
        return False
    change_spending(
        project,
        by=by,
        planned_tetri=planned,
        contracted_tetri=contracted,
        paid_tetri=paid,
        reason=line.money_reason or (spending.reason if spending else ""),
        reason_language=line.note_language,
    )
    return True


def template_rows(implementation: Implementation) -> Iterable[tuple[object, ...]]:
    """A line for each step of each funded project with what is stored of it; the first one has its money."""
    for row in implementation.rows:
        steps = {one.kind: one for one in row.milestones}
        for place, kind in enumerate(Kind.values if row.is_funded else ()):
            yield _template_row(implementation.cycle, row, kind, steps.get(kind), has_money=place == 0)


def _template_row(
    cycle: Cycle, row: Progress, kind: str, step: Milestone | None, *, has_money: bool
) -> tuple[object, ...]:
    money = (row.planned_tetri, row.contracted_tetri, row.paid_tetri)
    lari = [tetri // TETRI_PER_LARI for tetri in money] if has_money else ["", "", ""]
    days = (step.planned_on, step.done_on or "") if step else ("", "")
    said = (step.budget_line, step.decree_number, step.decree_on or "", step.contractor) if step else ("", "", "", "")
    title = read_text(row.project, "title").text
    reason = row.excess_reason if has_money else ""
    return (cycle.pk, row.project.number, title, kind, *days, "", "", "", *said, *lari, reason)
