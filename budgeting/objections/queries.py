"""Reading complaints: on the cycle's public page, and among all that is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.checklist import Lack, Requirement, holds_the_close
from budgeting.cycles.models import Cycle
from budgeting.objections.models import Complaint
from budgeting.responses.clock import Clock, clock_of
from budgeting.responses.models import Ask, Response
from budgeting.responses.queries import owed_asks
from budgeting.responses.subjects import Subject, reads_subjects
from budgeting.waiting import Task, Waiting
from portal.accounts.models import User
from portal.clock import today
from portal.languages.texts import OFFICIAL_LANGUAGE, Reading, TranslationState


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint as a page shows it: its clock and its answers, the latest first."""

    complaint: Complaint
    clock: Clock
    responses: list[Response]


def told(complaint: Complaint) -> Told:
    """No query for one that was read `with_answers`."""
    ask = complaint.ask
    responses, reopening = list(ask.responses.all()), getattr(ask, "reopening", None)
    clock = clock_of(ask, responses=responses, extensions=ask.extensions.all(), reopening=reopening, on=today())
    return Told(complaint, clock, responses)


@reads_subjects
def asked_complaints(asks: Iterable[Ask]) -> dict[int, Subject]:
    """{ask_pk: the complaint, as a list shows it} of the asks about a complaint that the public may read."""
    complaints = Complaint.objects.public().filter(ask__in=[ask.pk for ask in asks]).select_related("cycle")
    return {complaint.ask_id: Subject(_title(complaint), path_of(complaint)) for complaint in complaints}


@holds_the_close
def answers_before_the_close(cycle: Cycle) -> list[Requirement]:
    """A cycle does not end while a complaint about its vote waits for an answer (one query)."""
    owed = Complaint.objects.public().filter(cycle=cycle, ask__owed_on__isnull=False).order_by("pk")
    lacks = tuple(
        Lack(_title(one), gettext("An answer is owed"), reverse("desk_complaint", args=[one.pk])) for one in owed
    )
    return [Requirement(_("Every complaint about the vote is answered"), not lacks, links=lacks)]


def path_of(complaint: Complaint) -> str:
    """Where the public reads it."""
    return f"{reverse('objections', args=[complaint.cycle.address])}#complaint-{complaint.pk}"


def _title(complaint: Complaint) -> Reading:
    return Reading(complaint.title, get_language() or OFFICIAL_LANGUAGE, TranslationState.ORIGINAL)


def complaints_to_answer(user: User) -> Waiting:
    """Complaints on which this official's municipalities owe a word, by the day by which it is due."""
    rows = owed_asks(user).filter(complaint__hidden_as="").select_related("complaint__cycle")
    return Waiting(rows, Q(owed_on__lt=today()), ("owed_on",), _as_task)


def _as_task(ask: Any) -> Task:
    title = _title(ask.complaint)
    return Task(
        title=title.text,
        language=title.language,
        path=reverse("desk_complaint", args=[ask.complaint.pk]),
        municipality=ask.municipality.name,
        what=ask.complaint.get_subject_display(),
        since=localdate(ask.asked_at),
        due_on=ask.owed_on,
        is_overdue=ask.is_late,
    )
