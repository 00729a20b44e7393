"""What a reviewer may do to a proposal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from budgeting.desk.acts import Offers
from budgeting.desk.forms import EmptyForm, ReasonForm, ReviewForm, RivalsForm
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.proposals.states import State
from budgeting.reviews.actions import (
    hand_to_second_reader,
    name_rivals,
    publish_reviews,
    return_review,
    sign_review,
    start_review,
    write_review,
)
from budgeting.reviews.models import Review, ReviewState
from budgeting.reviews.permissions import may_name_rivals, may_sign_review, may_write_review
from portal.accounts.models import User


def offer_review(offers: Offers) -> None:
    user, proposal = offers.user, offers.proposal
    review: Review | None = getattr(proposal, "review", None)
    if "start_review" in offers.possible:
        offers.offer("start_review", _("Start the review"), EmptyForm, start_review)
    is_open = review is None or review.state == ReviewState.WRITING
    if proposal.state == State.UNDER_REVIEW and is_open and may_write_review(user, proposal):
        offers.offer("decide", _("Decide the review"), ReviewForm, _decide, proposal=proposal)
    if review and may_sign_review(user, review):
        offers.offer("sign", _("Sign as the second reader"), EmptyForm, _sign)
        offers.offer("return", _("Give it back to the reviewer"), ReasonForm, _return)
    if review and review.state == ReviewState.SIGNED and may_review(user, proposal):
        offers.offer("publish_review", _("Publish the verdict"), EmptyForm, _publish)
    if may_name_rivals(user, proposal):
        title = _("Projects that cannot be built beside it")
        offers.offer("rivals", title, RivalsForm, name_rivals, proposal=proposal)


def _decide(proposal: Proposal, *, by: User, **facts: Any) -> None:
    hand_to_second_reader(write_review(proposal, by=by, **facts), by=by)


def _sign(proposal: Proposal, *, by: User) -> None:
    sign_review(proposal.review, by=by)


def _return(proposal: Proposal, *, by: User, reason: str) -> None:
    return_review(proposal.review, by=by, note=reason)


def _publish(proposal: Proposal, *, by: User) -> None:
    publish_reviews([proposal.review], by=by)
