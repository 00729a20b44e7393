"""What a moderator may do to a proposal."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from budgeting.desk.acts import Offers
from budgeting.desk.forms import EmptyForm, ReasonForm, RejectionForm
from budgeting.desk.moderation_form import MergeForm, MoveForm, SplitForm
from budgeting.moderation.actions import merge_proposal, move_proposal, reject_proposal, split_proposal
from budgeting.moderation.permissions import may_move_proposal, may_split_proposal
from budgeting.proposals.actions import change_state, publish_proposal


def offer_moderation(offers: Offers) -> None:
    user, proposal = offers.user, offers.proposal
    if "publish" in offers.possible:
        offers.offer("publish", _("Publish"), EmptyForm, publish_proposal)
    if "send_back" in offers.possible:
        offers.offer("send_back", _("Send back to be improved"), ReasonForm, _transition("send_back"))
    if "reject" in offers.possible:
        offers.offer("reject", _("Reject"), RejectionForm, reject_proposal)
    if "merge" in offers.possible:
        offers.offer("merge", _("Merge into another proposal"), MergeForm, merge_proposal, proposal=proposal, user=user)
    if may_split_proposal(user, proposal):
        title = _("Make a part of it a proposal of its own")
        offers.offer("split", title, SplitForm, split_proposal, proposal=proposal)
    if may_move_proposal(user, proposal):
        title = _("Change the settlement or the theme")
        offers.offer("move", title, MoveForm, move_proposal, proposal=proposal)


def _transition(name: str) -> Callable[..., None]:
    return lambda proposal, *, by, reason: change_state(proposal, name, by=by, reason=reason)
