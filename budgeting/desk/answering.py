"""What an official may do to a proposal's ask."""

from django.utils.translation import gettext_lazy as _

from budgeting.desk.acts import Offers
from budgeting.desk.forms import ResponseForm
from budgeting.proposals.actions import answer_proposal
from budgeting.responses.permissions import may_answer_ask


def offer_answers(offers: Offers) -> None:
    if offers.proposal.ask and may_answer_ask(offers.user, offers.proposal.ask):
        title = _("Publish an official response")
        offers.offer("answer", title, ResponseForm, answer_proposal, proposal=offers.proposal)
