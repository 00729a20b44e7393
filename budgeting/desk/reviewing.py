"""What may be done for the review of a proposal: assigning, asking, writing, signing, publishing."""

from copy import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.desk.acts import Offers
from budgeting.desk.forms import EmptyForm, RivalsForm
from budgeting.desk.review_form import HAND_OVER, ReviewForm
from budgeting.desk.reviewing_forms import (
    AssignForm,
    ConflictForm,
    QuestionForm,
    ReleaseForm,
    ReturnForm,
    SignForm,
)
from budgeting.proposals.models import Proposal
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
from budgeting.reviews.assignments import assign_reviewers, declare_conflict, release_reviewers
from budgeting.reviews.dialogue import ask_author
from budgeting.reviews.models import Review, ReviewState
from budgeting.reviews.permissions import (
    OPEN,
    may_ask_author,
    may_assign_reviewers,
    may_judge,
    may_name_rivals,
    may_publish_review,
    may_read_review,
    may_return_review,
    may_sign_review,
    may_write_review,
)
from portal.accounts.models import User
from portal.clock import today


def offer_review(offers: Offers) -> None:
    user, proposal = offers.user, offers.proposal
    review: Review = getattr(proposal, "review", None) or Review(proposal=copy(proposal))
    if "start_review" in offers.possible:
        offers.offer("start_review", _("Start the review"), EmptyForm, start_review)
    _offer_writing(offers, review)
    if review.pk:
        _offer_second_reading(offers, review)
    if may_ask_author(user, proposal):
        offers.offer("ask", _("Ask the author"), QuestionForm, ask_author)
    _offer_assignments(offers)
    if may_name_rivals(user, proposal):
        title = _("Projects that cannot be built beside it")
        offers.offer("rivals", title, RivalsForm, name_rivals, proposal=proposal)


def review_of(user: User, proposal: Proposal) -> dict[str, Any]:
    """What the desk shows of the review to this person: who is to check it, and the review as far as they may read it."""
    review: Review | None = getattr(proposal, "review", None)
    return {
        "review": review if review and may_read_review(user, review) else None,
        "questions": proposal.questions.all(),
        "assignments": proposal.assignments.all(),
        "conflicts": proposal.conflicts.all() if may_judge(user, proposal) else [],
        "today": today(),
    }


def _offer_writing(offers: Offers, review: Review) -> None:
    user, proposal = offers.user, offers.proposal
    is_open = review.state == ReviewState.WRITING
    is_own = review.state == ReviewState.TO_SIGN and review.reviewer_id == user.pk
    if proposal.state == State.UNDER_REVIEW and (is_open or is_own) and may_write_review(user, proposal):
        facts = {"proposal": proposal, "review": review, "by": user}
        offers.offer("review", _("Write the review"), ReviewForm, _write, **facts)


def _offer_second_reading(offers: Offers, review: Review) -> None:
    if offers.proposal.state != State.UNDER_REVIEW:
        return
    if may_sign_review(offers.user, review):
        title = _("Sign as the second reader")
        offers.offer("sign", title, SignForm, _sign, initial={"seen": review.digest})
    if may_publish_review(offers.user, review):
        offers.offer("publish_review", _("Publish the verdict"), EmptyForm, _publish)
    if may_return_review(offers.user, review):
        offers.offer("return", _("Give it back to the reviewer"), ReturnForm, _return)


def _offer_assignments(offers: Offers) -> None:
    user, proposal = offers.user, offers.proposal
    if may_assign_reviewers(user, proposal):
        offers.offer("assign", _("Assign reviewers"), AssignForm, assign_reviewers, proposal=proposal)
        if proposal.assignments.all():
            offers.offer("release", _("Take an assignment away"), ReleaseForm, release_reviewers, proposal=proposal)
    if proposal.state in OPEN and may_judge(user, proposal):
        offers.offer("conflict", _("I have a conflict of interest"), ConflictForm, declare_conflict)


@transaction.atomic
def _write(proposal: Proposal, *, by: User, then: str, **facts: Any) -> None:
    review = write_review(proposal, by=by, **facts)
    if then == HAND_OVER:
        hand_to_second_reader(review, by=by)


def _sign(proposal: Proposal, *, by: User, seen: str, **_statement: bool) -> None:
    sign_review(proposal.review, by=by, seen=seen)


def _return(proposal: Proposal, *, by: User, note: str) -> None:
    return_review(proposal.review, by=by, note=note)


def _publish(proposal: Proposal, *, by: User) -> None:
    publish_reviews([proposal.review], by=by)
