"""Publishing an official answer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.responses.models import Ask, Response
from budgeting.responses.permissions import may_answer_ask
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.log.models import record
from portal.places.models import Municipality


def open_ask(municipality: Municipality) -> Ask:
    """Creates the ask a proposal (or later a campaign, a question) will point at."""
    return Ask.objects.create(municipality=municipality)


@transaction.atomic
def publish_response(ask: Ask, *, by: User, written_in: str, **facts: Any) -> Response:
    """Publishes an answer; `facts` are fields of Response, `written_in` the asker's language.

    NotPossible without outcome, office, a next step or evidence, or a reason in Georgian and in the
    asker's language. Source: design §5; Local Self-Government Code, art. 9 (Georgian original).
    """
    if not may_answer_ask(by, ask):
        raise NotAllowed
    response = Response(ask=ask, answered_by=by, **facts)
    if not all(getattr(response, f"reason_{language}", "") for language in {OFFICIAL_LANGUAGE, written_in}):
        raise NotPossible(_("Write the reason in Georgian and in the author's language."))
    if not facts.get("next_step_ka") and not response.evidence:
        raise NotPossible(_("Say what happens next, or give evidence."))
    if ask.responses.filter(outcome=response.outcome, reason_ka=facts.get("reason_ka")).exists():
        raise NotPossible(_("This answer has been published already."))
    save_checked(response)
    record(
        "publish_response",
        response,
        by=by,
        municipality=ask.municipality,
        ask=ask.pk,
        outcome=response.outcome,
    )
    return response
