"""Filing a complaint, answering it, hiding it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import AFTER_THE_VOTE, Stage
from budgeting.errors import NotAllowed, NotPossible, refuse, save_checked
from budgeting.objections.models import HIDDEN_FOR, Complaint, ComplaintSubject
from budgeting.objections.permissions import may_answer_complaint, may_file_complaint, may_moderate_complaint
from budgeting.responses.actions import (
    edit_response,
    extend_ask,
    open_ask,
    publish_response,
    start_clock,
    stop_clock,
)
from budgeting.responses.models import Extension, Response, ResponseEdit
from portal.accounts.models import User
from portal.clock import now
from portal.languages.templatetags.languages import day, moment
from portal.languages.texts import read_text
from portal.languages.typed import plain_text
from portal.log.models import record
from portal.messages.actions import News, tell

MOST_A_DAY = 5


def closed_because(cycle: Cycle) -> str:
    """Why no complaint can be filed now, as a sentence; "" where it can."""
    if cycle.stage == Stage.OBJECTIONS:
        return ""
    if cycle.stage in AFTER_THE_VOTE:
        return _("The time for objections ended: %(moment)s.") % {"moment": moment(cycle.objections_until_at)}
    return _("Objections begin when the vote is over.")


@transaction.atomic
def file_complaint(
    cycle: Cycle, *, by: User, subject: str, text: str, written_in: str, is_named: bool = False
) -> Complaint:
    """Files a complaint about the vote or its count and asks the city hall for an answer; it is public at once.

    NotPossible outside the stage of objections, without a subject or words, with too many of them, for the same
    words again, and for who files too many in a day.
    """
    if not may_file_complaint(by, cycle):
        raise NotAllowed
    if closed := closed_because(cycle):
        raise NotPossible(closed)
    text = plain_text(text)
    refuse(_faults_of(subject, text))
    User.objects.select_for_update().get(pk=by.pk)  # one person's complaints queue up, so that the limits hold
    _check_pace(cycle, by, text)
    complaint = Complaint(cycle=cycle, author=by, is_named=is_named, subject=subject, text=text, written_in=written_in)
    complaint.ask = open_ask(cycle.municipality, by=by, written_in=written_in)
    save_checked(complaint)
    announce(topic_of_cycle(cycle.pk))
    return complaint


def _faults_of(subject: str, text: str) -> dict[str, str]:
    faults = {}
    if subject not in ComplaintSubject.values:
        faults["subject"] = _("Choose what the complaint is about.")
    if not text:
        faults["text"] = _("Say what went wrong.")
    return faults


def _check_pace(cycle: Cycle, by: User, text: str) -> None:
    own = Complaint.objects.filter(author=by)
    if own.filter(cycle=cycle, text=text).exists():
        raise NotPossible(_("You have written the same already."))
    if own.filter(at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise NotPossible(_("You have filed a lot of complaints today. Please go on tomorrow."))


@transaction.atomic
def answer_complaint(complaint: Complaint, *, by: User, **facts: Any) -> Response:
    """Publishes an official response to the complaint and tells its author; `facts` as in `publish_response`."""
    _check_answerable(complaint, by)
    response = publish_response(complaint.ask, by=by, **facts)
    announce(topic_of_cycle(complaint.cycle_id))

    def news() -> News:
        reason = read_text(response, "reason")
        return _news(complaint, _("Your complaint has been answered."), reason.text, reason.language)

    _tell_author(complaint, news)
    return response


@transaction.atomic
def extend_complaint_answer(
    complaint: Complaint, *, by: User, new_owed_on: date | None, reason: str, reason_language: str | None = None
) -> Extension:
    """Moves the day by which the complaint's next answer is owed and tells its author; as `extend_ask`."""
    _check_answerable(complaint, by)
    extension = extend_ask(
        complaint.ask, by=by, new_owed_on=new_owed_on, reason=reason, reason_language=reason_language
    )

    def news() -> News:
        moved = _("The day by which your complaint is answered was moved to %(day)s.")
        sentence = moved % {"day": day(extension.new_owed_on)}
        return _news(complaint, sentence, extension.reason, extension.reason_language)

    _tell_author(complaint, news)
    return extension


@transaction.atomic
def edit_complaint_answer(complaint: Complaint, response: Response, *, by: User, **facts: Any) -> ResponseEdit:
    """Corrects an answer to the complaint; as `edit_response`."""
    _check_answerable(complaint, by)
    if response.ask_id != complaint.ask_id:
        raise NotAllowed
    return edit_response(response, by=by, **facts)


def _check_answerable(complaint: Complaint, by: User) -> None:
    if not may_answer_complaint(by, complaint):
        raise NotAllowed


@transaction.atomic
def hide_complaint(complaint: Complaint, *, by: User, code: str) -> None:
    """Hides its words for one of `HIDDEN_FOR`; its author hears which, and no answer is owed any more.

    NotPossible without a reason, and where somebody has hidden it already.
    """
    if not may_moderate_complaint(by, complaint):
        raise NotAllowed
    if code not in HIDDEN_FOR:
        raise NotPossible(_("Choose why it is hidden."))
    _move(complaint, before=[""], after=code)
    stop_clock(complaint.ask)
    record("hide_complaint", complaint.cycle, by=by, municipality=complaint.cycle.municipality, code=code)

    def news() -> News:
        label = str(HIDDEN_FOR[code])
        return _news(complaint, _("A moderator hid your complaint."), label, get_language() or "")

    _tell_author(complaint, news)


@transaction.atomic
def show_complaint(complaint: Complaint, *, by: User) -> None:
    """Shows a hidden complaint again. Where it has no answer yet, the clock starts anew today."""
    if not may_moderate_complaint(by, complaint):
        raise NotAllowed
    _move(complaint, before=[*HIDDEN_FOR], after="")
    if not complaint.ask.responses.exists():
        start_clock(complaint.ask)
    record("show_complaint", complaint.cycle, by=by, municipality=complaint.cycle.municipality)
    _tell_author(complaint, lambda: _news(complaint, _("A moderator made your complaint public again.")))


def _move(complaint: Complaint, *, before: list[str], after: str) -> None:
    unchanged = Complaint.objects.filter(pk=complaint.pk, hidden_as__in=before)
    if not unchanged.update(hidden_as=after):
        raise NotPossible(_("Somebody has already decided on this complaint. Please look at it again."))
    complaint.hidden_as = after


def _news(complaint: Complaint, sentence: str, detail: str = "", detail_language: str = "") -> News:
    path = f"{reverse('objections', args=[complaint.cycle_id])}#complaint-{complaint.pk}"
    return News(read_text(complaint.cycle, "title"), sentence, path, detail, detail_language)


def _tell_author(complaint: Complaint, news: Any) -> None:
    tell([complaint.author] if complaint.author else [], news, is_own=True)
