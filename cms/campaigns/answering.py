"""What becomes of a campaign's ask: answered, moved, corrected, opened again; each is told to who stands behind it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.desk.answer_form import WiderAnswerForm, WiderCorrectionForm
from budgeting.desk.answering import Answering
from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.actions import edit_response, extend_ask, publish_response, reopen_ask
from budgeting.responses.models import Ask, Extension, Reopening, Response, ResponseEdit
from budgeting.responses.permissions import may_answer_ask
from cms.campaigns.answer_telling import tell_of_answer, tell_of_move, tell_of_reopening
from cms.campaigns.models import Campaign
from cms.outcomes.permissions import speaks_for
from portal.accounts.models import User
from portal.accounts.roles import Person


def may_answer_campaign(user: Person, campaign: Campaign) -> bool:
    """Who is in the office that was asked, but nobody who speaks for the organisation that asks."""
    if campaign.ask is None or speaks_for(user, campaign):
        return False
    return may_answer_ask(user, campaign.ask)


@transaction.atomic
def answer_campaign(campaign: Campaign, *, by: User, **facts: Any) -> Response:
    """Publishes an official response to the campaign; `facts` as in `publish_response`.

    It must be in Georgian and in the language the campaign is written in, as every ask's.
    """
    response = publish_response(_ask_to_answer(campaign, by), by=by, **facts)
    tell_of_answer(campaign, response, by=by)
    return response


@transaction.atomic
def extend_campaign_answer(
    campaign: Campaign, *, by: User, new_owed_on: date | None, reason: str, reason_language: str | None = None
) -> Extension:
    """Moves the day by which the campaign's next answer is owed; as `extend_ask`."""
    ask = _ask_to_answer(campaign, by)
    extension = extend_ask(ask, by=by, new_owed_on=new_owed_on, reason=reason, reason_language=reason_language)
    tell_of_move(campaign, extension, by=by)
    return extension


@transaction.atomic
def edit_campaign_answer(campaign: Campaign, response: Response, *, by: User, **facts: Any) -> ResponseEdit:
    """Corrects an answer to the campaign; as `edit_response`."""
    if response.ask_id != _ask_to_answer(campaign, by).pk:
        raise NotAllowed
    return edit_response(response, by=by, **facts)


@transaction.atomic
def say_campaign_not_done(
    campaign: Campaign, *, by: User, reason: str, reason_language: str | None = None
) -> Reopening:
    """A resident says that what was answered is not done, and the office answers again; as `reopen_ask`."""
    reopening = reopen_ask(_asked(campaign), by=by, reason=reason, reason_language=reason_language)
    tell_of_reopening(campaign, reopening, by=by)
    return reopening


def _ask_to_answer(campaign: Campaign, by: User) -> Ask:
    ask = _asked(campaign)
    if not may_answer_campaign(by, campaign):
        raise NotAllowed
    return ask


def _asked(campaign: Campaign) -> Ask:
    if campaign.ask is None:
        raise NotPossible(_("The office is asked when the campaign has reached its goal."))
    return campaign.ask


CAMPAIGNS = Answering(
    answer_campaign, extend_campaign_answer, edit_campaign_answer, WiderAnswerForm, WiderCorrectionForm
)
