"""Opening asks and publishing official answers."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.responses.models import Ask, Office, Response, ServicePromise
from budgeting.responses.permissions import may_answer_ask, may_set_promise
from budgeting.workdays import term
from portal.accounts.models import User
from portal.clock import now, today
from portal.languages.texts import OFFICIAL_LANGUAGE, in_languages
from portal.log.models import record
from portal.places.models import Municipality

CITY_HALL = {"ka": "მერია", "hy": "Քաղաքապետարան", "az": "Meriya", "en": "City hall"}


def open_ask(municipality: Municipality, *, by: User | None, written_in: str, office: Office | None = None) -> Ask:
    """Creates the ask that something (a proposal, later a campaign or a question) will point at; starts its clock.

    Without an office the municipality's first one is asked: its city hall.
    """
    days = promise_of(municipality).answer_days
    return Ask.objects.create(
        municipality=municipality,
        office=office or city_hall(municipality),
        asked_by=by,
        written_in=written_in,
        term_days=days,
        owed_on=term(today(), days).end,
    )


def promise_of(municipality: Municipality) -> ServicePromise:
    """The municipality's own promise; the usual days where it has made none."""
    return ServicePromise.objects.filter(municipality=municipality).first() or ServicePromise(municipality=municipality)


def city_hall(municipality: Municipality) -> Office:
    """The municipality's first office; one called city hall is made where there is none."""
    return municipality.offices.first() or Office.objects.create(
        municipality=municipality, **in_languages("name", CITY_HALL)
    )


def owe_nothing(ask: Ask | None) -> None:
    """Stops the clock of what needs no answer any more: it was rejected, or is answered together with another."""
    if ask is not None:
        ask.owed_on = None
        ask.save(update_fields=["owed_on"])


def owe_again(ask: Ask | None) -> None:
    """Starts the clock anew, today."""
    if ask is not None:
        ask.started_on, ask.owed_on = today(), term(today(), ask.term_days).end
        ask.save(update_fields=["started_on", "owed_on"])


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
    """Publishes an answer; `facts` are fields of Response.

    NotPossible without outcome, office, a next step or evidence, or a reason in Georgian and in the
    asker's language. Source: design §5; Local Self-Government Code, art. 9 (Georgian original).
    """
    if not may_answer_ask(by, ask):
        raise NotAllowed
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update())  # two officials may answer at once
    response = Response(ask=ask, answered_by=by, **{"office": ask.office, **facts}, owed_on=ask.owed_on)
    response.is_on_time = not ask.is_overdue
    if not all(getattr(response, f"reason_{language}", "") for language in {OFFICIAL_LANGUAGE, ask.written_in}):
        raise NotPossible(_("Write the reason in Georgian and in the author's language."))
    if not facts.get("next_step_ka") and not response.evidence:
        raise NotPossible(_("Say what happens next, or give evidence."))
    if ask.responses.filter(outcome=response.outcome, reason_ka=facts.get("reason_ka")).exists():
        raise NotPossible(_("This answer has been published already."))
    response.answered_at = now()
    save_checked(response)
    ask.owed_on = response.next_update_on
    ask.save(update_fields=["owed_on"])
    record(
        "publish_response",
        response,
        by=by,
        municipality=ask.municipality,
        ask=ask.pk,
        outcome=response.outcome,
    )
    return response
