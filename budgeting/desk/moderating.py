"""What a moderator may do to a proposal."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from budgeting.desk.acts import Offers
from budgeting.desk.forms import EmptyForm, ReasonForm, RejectionForm
from budgeting.moderation.actions import reject_proposal
from budgeting.proposals.actions import change_state, publish_proposal


def offer_moderation(offers: Offers) -> None:
    if "publish" in offers.possible:
        offers.offer("publish", _("Publish"), EmptyForm, publish_proposal)
    if "send_back" in offers.possible:
        offers.offer("send_back", _("Send back to be improved"), ReasonForm, _transition("send_back"))
    if "reject" in offers.possible:
        offers.offer("reject", _("Reject"), RejectionForm, reject_proposal)


def _transition(name: str) -> Callable[..., None]:
    return lambda proposal, *, by, reason: change_state(proposal, name, by=by, reason=reason)
