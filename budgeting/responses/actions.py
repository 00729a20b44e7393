"""Opening asks, answering them, moving their dates, and opening them again."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_answers
from budgeting.errors import NotAllowed, NotPossible, refuse, save_checked
from budgeting.responses.completeness import TEXTS, TRANSLATED, faults_of
from budgeting.responses.models import (
    Ask,
    DutyBearer,
    Extension,
    Office,
    Reopening,
    Response,
    ResponseEdit,
    ServicePromise,
)
from budgeting.responses.permissions import may_answer_ask, may_reopen_ask, may_set_promise
from budgeting.responses.reopening import refusal_to_reopen
from budgeting.workdays import Term, term
from portal.accounts.models import User
from portal.clock import now, today
from portal.languages.texts import OFFICIAL_LANGUAGE, TranslationState, in_languages, read_text
from portal.languages.typed import plain_text
from portal.log.models import record
from portal.places.models import Municipality

CITY_HALL = {"ka": "მერია", "hy": "Քաղաքապետարան", "az": "Meriya", "en": "City hall"}
MOST_EXTENSIONS = 2
LONGEST_NOTE = 500
LONGEST_EXTENSION = timedelta(days=366)
LONGEST_PROMISE = timedelta(days=3 * 366)


def open_ask(
    municipality: Municipality,
    *,
    by: User | None,
    written_in: str,
    office: Office | None = None,
    duty_bearer: DutyBearer | None = None,
) -> Ask:
    """Creates the ask that something (a proposal, a campaign) will point at; starts its clock.

    Without an office the municipality's first one is asked: its city hall. Its promised days hold for every office.
    """
    ask = Ask(
        municipality=municipality,
        office=office or city_hall(municipality),
        duty_bearer=duty_bearer,
        asked_by=by,
        written_in=written_in,
    )
    start_clock(ask)
    return ask


def start_clock(ask: Ask) -> None:
    """From today the office has the municipality's promised working days to answer."""
    begun = _term_from_today(ask)
    ask.started_on, ask.term_days, ask.owed_on = begun.start, begun.days, begun.end
    ask.save()


def _term_from_today(ask: Ask) -> Term:
    return term(today(), promise_of(ask.municipality).answer_days)


def stop_clock(ask: Ask) -> None:
    """No answer is owed any more: what was asked has come to its end without one."""
    ask.owed_on = None
    ask.save(update_fields=["owed_on"])


def promise_of(municipality: Municipality) -> ServicePromise:
    """The municipality's own promise; the usual days where it has made none."""
    return ServicePromise.objects.filter(municipality=municipality).first() or ServicePromise(municipality=municipality)


def city_hall(municipality: Municipality) -> Office:
    """The municipality's first office that answers; one called city hall is made where there is none."""
    return municipality.offices.filter(is_active=True).first() or Office.objects.create(
        municipality=municipality, **in_languages("name", CITY_HALL)
    )


@transaction.atomic
def set_promise(municipality: Municipality, *, by: User, moderation_days: int, answer_days: int) -> ServicePromise:
    """Says in how many working days the municipality reads and answers; what was asked before keeps its day.

    NotPossible outside 1 to 60 and 1 to 250 working days.
    """
    if not may_set_promise(by, municipality):
        raise NotAllowed
    promise = promise_of(municipality)
    promise.moderation_days, promise.answer_days = moderation_days, answer_days
    save_checked(promise)
    days = {"moderation_days": moderation_days, "answer_days": answer_days}
    record("set_promise", municipality, by=by, municipality=municipality, **days)
    return promise


@transaction.atomic
def publish_response(ask: Ask, *, by: User, **facts: Any) -> Response:
    """Publishes an answer; `facts` are fields of Response. The office that answers owes the next word it promises.

    NotPossible, field by field, while a piece is missing (`faults_of`), a placeholder is not filled in, or the
    promised day is not to come; and when somebody else was faster.
    """
    if not may_answer_ask(by, ask):
        raise NotAllowed
    _hold(ask)
    response = Response(ask=ask, answered_by=by, **{"office": ask.office, **facts}, owed_on=ask.owed_on)
    refuse(faults_of(response) | _date_faults(response.next_update_on))
    same = {field: getattr(response, field) for field in ("outcome", "reason_ka", "next_update_on")}
    if ask.responses.filter(**same).exists():
        raise NotPossible(_("This answer has been published already."))
    response.is_on_time = not ask.is_overdue
    response.answered_at = now()
    response.translations = dict.fromkeys(_translated_into(response), TranslationState.CHECKED.value)
    save_checked(response)
    ask.owed_on, ask.office = response.next_update_on, response.office
    ask.save(update_fields=["owed_on", "office"])
    record("publish_response", response, by=by, municipality=ask.municipality, ask=ask.pk, outcome=response.outcome)
    announce(topic_of_answers(ask.municipality_id))
    return response


def _hold(ask: Ask) -> None:
    """Keeps others off the ask until the commit. NotPossible if somebody changed what it owes since it was read."""
    seen = (ask.owed_on, ask.started_on)
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update())
    if (ask.owed_on, ask.started_on) != seen:
        raise _overtaken()


def _overtaken() -> NotPossible:
    return NotPossible(_("Somebody else has just changed this. Please look at it again."))


def _date_faults(day: date | None) -> dict[str, str]:
    if day is not None and day <= today():
        return {"next_update_on": _("Choose a day that is still to come.")}
    if day is not None and day > today() + LONGEST_PROMISE:
        return {"next_update_on": _("Choose a day within the next three years.")}
    return {}


def _translated_into(response: Response) -> list[str]:
    languages = [field.removeprefix("reason_") for field in TEXTS if field.startswith("reason_")]
    return [code for code in languages if code != response.written_in and getattr(response, f"reason_{code}")]


@transaction.atomic
def extend_ask(
    ask: Ask, *, by: User, new_owed_on: date | None, reason: str, reason_language: str | None = None
) -> Extension:
    """Moves the day by which the next word is owed; the old day and the reason stay public.

    NotPossible if nothing is owed, for a day that is not later than the old one and than today, or after two
    moves. A reason's language is the active one unless given.
    Source: General Administrative Code of Georgia, chapter on terms: a term is prolonged with a stated reason.
    """
    if not may_answer_ask(by, ask):
        raise NotAllowed
    _hold(ask)
    if ask.owed_on is None:
        raise NotPossible(_("No answer is owed now, so there is no date to move."))
    if ask.extensions.count() >= MOST_EXTENSIONS:
        raise NotPossible(_("The date has been moved twice already. It cannot be moved again."))
    if new_owed_on is None:
        raise _wrong_day(_("Choose the new date."))
    if new_owed_on <= max(ask.owed_on, today()):
        raise _wrong_day(_("Choose a day later than the present date, and still to come."))
    if new_owed_on > today() + LONGEST_EXTENSION:
        raise _wrong_day(_("Choose a day within the next year."))
    extension = Extension(
        ask=ask,
        old_owed_on=ask.owed_on,
        new_owed_on=new_owed_on,
        reason=_given(reason, _("Write a reason the author and the public can understand.")),
        reason_language=reason_language or get_language() or "",
        by=by,
    )
    save_checked(extension)
    ask.owed_on = new_owed_on
    ask.save(update_fields=["owed_on"])
    days = {"old": extension.old_owed_on.isoformat(), "new": new_owed_on.isoformat()}
    record("extend_ask", ask, by=by, municipality=ask.municipality, ask=ask.pk, **days)
    announce(topic_of_answers(ask.municipality_id))
    return extension


def _given(reason: str, missing: str) -> str:
    """The reason without what nobody can see; NotPossible at its field if it is empty or too long."""
    reason = plain_text(reason)
    if not reason:
        refuse({"reason": missing})
    if len(reason) > LONGEST_NOTE:
        refuse({"reason": _("Write at most %(number)s characters.") % {"number": LONGEST_NOTE}})
    return reason


def _wrong_day(sentence: str) -> NotPossible:
    return NotPossible(sentence, faults={"new_owed_on": sentence})


@transaction.atomic
def reopen_ask(ask: Ask, *, by: User, reason: str, reason_language: str | None = None) -> Reopening:
    """A resident says "not done": the clock starts again with the promised days, once in the life of an ask.

    A day by which the office owes a word sooner, or owed one already, stays: saying so never gives it more time.
    NotPossible a second time, with the next way named, and while nothing was said to be done (`refusal_to_reopen`).
    """
    if not may_reopen_ask(by, ask):
        raise NotAllowed
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update())  # two residents may say so at once
    if refusal := refusal_to_reopen(ask, ask.responses.first()):
        raise NotPossible(refusal)
    reopening = Reopening(
        ask=ask,
        by=by,
        reason=_given(reason, _("Say what is not done.")),
        reason_language=reason_language or get_language() or "",
    )
    save_checked(reopening)
    if ask.owed_on is None or ask.owed_on > _term_from_today(ask).end:
        start_clock(ask)
    announce(topic_of_answers(ask.municipality_id))
    return reopening


@transaction.atomic
def edit_response(response: Response, *, by: User, **facts: Any) -> ResponseEdit:
    """Corrects what a published answer says; its earlier words stay public. `facts` are its texts and its office.

    The outcome and the promised day are not corrected: a new outcome is a new answer, a later day an extension.
    A translation of a text that changed counts as outdated unless it was changed with it. NotPossible as in
    `publish_response`, when nothing changed, and when somebody else was faster.
    """
    if not may_answer_ask(by, response.ask):
        raise NotAllowed
    seen = _words(response)
    response.refresh_from_db(from_queryset=Response.objects.select_for_update())
    before = _words(response)
    if before != seen:
        raise _overtaken()
    for field in facts.keys() & {*TEXTS, "office"}:
        setattr(response, field, facts[field])
    changed = {field: text for field, text in before.items() if _words(response)[field] != text}
    if not changed:
        raise NotPossible(_("Nothing has been changed."))
    refuse(faults_of(response))
    _outdate(response, changed.keys())
    save_checked(response)
    if "office" in changed and response == response.ask.responses.first():
        Ask.objects.filter(pk=response.ask_id).update(office=response.office)
    edit = ResponseEdit.objects.create(response=response, before=changed, by=by)
    record(
        "edit_response", response, by=by, municipality=response.ask.municipality, ask=response.ask_id, fields=[*changed]
    )
    announce(topic_of_answers(response.ask.municipality_id))
    return edit


def _words(response: Response) -> dict[str, str]:
    """Its texts by field, and its office by name."""
    return {
        **{field: getattr(response, field) or "" for field in TEXTS},
        "office": read_text(response.office, "name", OFFICIAL_LANGUAGE).text,
    }


def _outdate(response: Response, changed: Any) -> None:
    originals = [field for field in TRANSLATED if f"{field}_{response.written_in}" in changed]
    response.outdate_translations(originals)
    for code in _translated_into(response):
        translated = [field for field in originals if getattr(response, f"{field}_{code}")]
        rewritten = any(f"{field}_{code}" in changed for field in TRANSLATED)
        if rewritten and all(f"{field}_{code}" in changed for field in translated):
            response.translations[code] = TranslationState.CHECKED.value
