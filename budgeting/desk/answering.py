"""What an official may do to an ask: answer it, move its date, correct what was answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from budgeting.responses.models import Ask, Response
from budgeting.responses.permissions import may_answer_ask
from budgeting.responses.queries import templates_for
from portal.accounts.models import User
from portal.clock import today
from portal.languages.templatetags.languages import day
from portal.languages.texts import read_text


@dataclass(frozen=True, slots=True)
class Answering:
    """How something that was asked is answered: its actions, and the forms that ask for what they need.

    `edit` takes the thing, the response and what is changed.
    """

    answer: Callable[..., Any]
    extend: Callable[..., Any]
    edit: Callable[..., Any]
    answer_form: type[AnswerForm] = AnswerForm
    correction_form: type[CorrectionForm] = CorrectionForm


PROPOSALS = Answering(answer_proposal, extend_answer, edit_answer)


def offer_answers(offers: Offers) -> None:
    proposal, ask = offers.proposal, offers.proposal.ask
    if ask is not None and may_answer_ask(offers.user, ask):
        offer_answering(PROPOSALS, ask, offers.offer, query=offers.query, values=placeholder_values(proposal))


def offer_answering(
    answering: Answering,
    ask: Ask,
    offer: Callable[..., None],
    *,
    query: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
) -> None:
    """Offers the answer, a later date while one may be had, and the correction of the latest answer."""
    template = load_chosen(templates_for(ask), query.get("template"))
    title = _("Publish an official response")
    offer("answer", title, answering.answer_form, answering.answer, ask=ask, template=template, values=values)
    if ask.owed_on and ask.extensions.count() < MOST_EXTENSIONS:
        offer("extend", _("Move the date of the answer"), ExtensionForm, answering.extend)
    if latest := ask.responses.select_related("ask__municipality", "ask__office", "office").first():
        correct = _correction(answering.edit, latest)
        offer("edit_answer", _("Correct the latest answer"), answering.correction_form, correct, response=latest)


def placeholder_values(proposal: Proposal) -> dict[str, dict[str, str]]:
    """{language: {placeholder: what it stands for in an answer to this proposal}}"""
    values = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            title = read_text(proposal, "title").text
            values[language] = {"title": title, "author": proposal.author_name, "today": day(today())}
    return values


def _correction(edit: Callable[..., Any], response: Response) -> Callable[..., None]:
    def run(thing: Any, *, by: User, **facts: Any) -> None:
        edit(thing, response, by=by, **facts)

    return run
