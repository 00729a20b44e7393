"""What an official may do to a proposal's ask: answer it, move its date, correct what was answered."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from budgeting.desk.access import load_chosen
from budgeting.desk.acts import Offers
from budgeting.desk.answer_form import AnswerForm, CorrectionForm, ExtensionForm
from budgeting.proposals.actions import answer_proposal, edit_answer, extend_answer
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import MOST_EXTENSIONS
from budgeting.responses.models import Response
from budgeting.responses.permissions import may_answer_ask
from portal.accounts.models import User
from portal.clock import today
from portal.languages.templatetags.languages import day
from portal.languages.texts import read_text


def offer_answers(offers: Offers) -> None:
    proposal, ask = offers.proposal, offers.proposal.ask
    if ask is None or not may_answer_ask(offers.user, ask):
        return
    template = load_chosen(ask.municipality.response_templates.all(), offers.query.get("template"))
    values = placeholder_values(proposal)
    title = _("Publish an official response")
    offers.offer("answer", title, AnswerForm, answer_proposal, ask=ask, template=template, values=values)
    if ask.owed_on and ask.extensions.count() < MOST_EXTENSIONS:
        offers.offer("extend", _("Move the date of the answer"), ExtensionForm, extend_answer)
    if latest := ask.responses.select_related("ask__municipality", "office").first():
        offers.offer(
            "edit_answer", _("Correct the latest answer"), CorrectionForm, _correction(latest), response=latest
        )


def placeholder_values(proposal: Proposal) -> dict[str, dict[str, str]]:
    """{language: {placeholder: what it stands for in an answer to this proposal}}"""
    values = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            title = read_text(proposal, "title").text
            values[language] = {"title": title, "author": proposal.author_name, "today": day(today())}
    return values


def _correction(response: Response) -> Any:
    def run(proposal: Proposal, *, by: User, **facts: Any) -> None:
        edit_answer(proposal, response, by=by, **facts)

    return run
