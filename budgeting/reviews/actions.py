"""Checking whether a proposal can be carried out: a reviewer writes, a second reader signs, then it is published."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.backing.queries import has_enough_backing
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.proposals.states import State
from budgeting.reviews.completeness import missing_in, refuse_wrong
from budgeting.reviews.models import Review, ReviewState
from budgeting.reviews.permissions import (
    may_judge,
    may_name_rivals,
    may_return_review,
    may_sign_review,
    may_write_review,
)
from budgeting.reviews.typed import typed_text
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import read_text
from portal.log.models import record
from portal.messages.actions import News, tell
from portal.places.models import Settlement

LONGEST_SECOND_NOTE = 500


def start_review(proposal: Proposal, *, by: User) -> None:
    """Takes the published proposal into review. NotPossible while fewer people back it than the cycle asks for."""
    if may_review(by, proposal) and not has_enough_backing(proposal):
        raise NotPossible(_("Fewer people back this proposal than this budget asks for."))
    change_state(proposal, "start_review", by=by)


@transaction.atomic
def write_review(proposal: Proposal, *, by: User, seen: str | None = None, **facts: Any) -> Review:
    """Keeps the review as far as it is written; `facts` are fields of Review. The author sees nothing of it yet.

    `seen` is the digest of the review that the form was opened on ("": there was none): NotPossible if somebody
    has saved another one meanwhile. What a second reader has not signed yet comes back from there.
    """
    if not may_write_review(by, proposal):
        raise NotAllowed
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    review = Review.objects.filter(proposal=proposal).first() or Review(proposal=locked)
    if review.state not in (ReviewState.WRITING, ReviewState.TO_SIGN):
        raise NotPossible(_("The second reader has signed this review already."))
    if locked.state == State.PUBLISHED:
        raise NotPossible(_("Start the review first."))
    if locked.state != State.UNDER_REVIEW:
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))
    if seen is not None and seen != (review.digest if review.pk else ""):
        raise NotPossible(_("Somebody else has written in this review meanwhile. Saving again replaces their text."))
    settlements = facts.pop("benefit_settlements", None)
    for field, value in {**facts, "reviewer": by, "state": ReviewState.WRITING}.items():
        setattr(review, field, value)
    refuse_wrong(review)
    save_checked(review)
    if settlements is not None:
        _set_settlements(review, settlements)
    review.proposal = proposal  # only now: a refused review must not stand on the caller's proposal
    return review


def _set_settlements(review: Review, settlements: Collection[Settlement]) -> None:
    place = review.proposal.cycle.municipality_id
    if any(one.municipality_id != place for one in settlements):
        raise NotPossible(_("This settlement belongs to another municipality."))
    review.benefit_settlements.set(settlements)


@transaction.atomic
def hand_to_second_reader(review: Review, *, by: User) -> None:
    """The reviewer has decided; another reviewer reads before the author hears.

    NotPossible without verdict, every finding, a reason in Georgian and in the author's language, and for a
    feasible one a cost with its source, within the cycle's cap; and for whoever has an interest in the proposal.
    """
    if not may_write_review(by, review.proposal):
        raise NotAllowed
    _lock(review)
    if review.reviewer_id != by.pk:
        raise NotPossible(_("Somebody else has written in this review meanwhile. Please look at it again."))
    if missing := missing_in(review):
        raise NotPossible(" ".join(dict.fromkeys(missing.values())))
    _move(review, (ReviewState.WRITING,), ReviewState.TO_SIGN, decided_at=now(), second_note="")
    record("hand_to_second_reader", review.proposal, by=by, municipality=review.proposal.cycle.municipality)


@transaction.atomic
def sign_review(review: Review, *, by: User, seen: str | None = None) -> None:
    """The second reader agrees; the verdict waits to be published.

    `seen` is the digest of what was read: NotPossible if the review says something else by now.
    """
    if not may_sign_review(by, review):
        raise NotAllowed
    _lock(review)
    if seen is not None and seen != review.digest:
        raise NotPossible(_("The review has changed since you read it. Please read it again."))
    if review.reviewer_id == by.pk:
        raise NotAllowed
    _move(review, (ReviewState.TO_SIGN,), ReviewState.SIGNED, second_reader=by, signed_at=now())
    record("sign_review", review.proposal, by=by, municipality=review.proposal.cycle.municipality)


@transaction.atomic
def return_review(review: Review, *, by: User, note: str) -> None:
    """The second reader does not agree (any more), and says why; the reviewer is told and writes again."""
    if not may_return_review(by, review):
        raise NotAllowed
    note = typed_text(note, LONGEST_SECOND_NOTE)
    withdraw_decision(review, second_note=note)
    record("return_review", review.proposal, by=by, municipality=review.proposal.cycle.municipality)

    def news() -> News:
        return News(
            about=read_text(review.proposal, "title"),
            sentence=_("The second reader gave your review back."),
            detail=note,
            path=reverse("desk_proposal", args=[review.proposal_id]),
        )

    tell([review.reviewer], news, is_own=True)


def withdraw_decision(review: Review, **facts: Any) -> None:
    """What was decided and perhaps signed, but not published, is being written again."""
    before = (ReviewState.TO_SIGN, ReviewState.SIGNED)
    _move(review, before, ReviewState.WRITING, signed_at=None, second_reader=None, **facts)


@transaction.atomic
def publish_reviews(reviews: Iterable[Review], *, by: User) -> None:
    """Publishes signed verdicts, one or a whole batch: the proposals move, and their authors hear. All or none."""
    for review in reviews:
        if not may_judge(by, review.proposal):
            raise NotAllowed
        try:
            _publish(review, by=by)
        except NotPossible as refusal:
            raise NotPossible(f"{review.proposal}: {refusal}") from refusal


def _publish(review: Review, *, by: User) -> None:
    proposal = review.proposal
    _move(review, (ReviewState.SIGNED,), ReviewState.PUBLISHED, published_at=now())
    change_state(
        proposal,
        "find_feasible" if review.is_feasible else "find_not_feasible",
        by=by,
        reason="" if review.is_feasible else getattr(review, f"reason_{proposal.written_in}"),
        reason_language=proposal.written_in,
        cost_tetri=review.cost_tetri if review.is_feasible else None,
    )
    municipality = proposal.cycle.municipality
    record("publish_review", proposal, by=by, municipality=municipality, is_feasible=review.is_feasible)


def _lock(review: Review) -> None:
    """Reads the review again, and keeps others from changing it until the act is done."""
    Proposal.objects.select_for_update().get(pk=review.proposal_id)
    _read_again(review)


def _move(review: Review, before: Collection[ReviewState], after: ReviewState, **facts: Any) -> None:
    """The one writer of a review's state once it exists: of two people at once, one wins and the other is told."""
    if not Review.objects.filter(pk=review.pk, state__in=before).update(state=after, **facts):
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))
    _read_again(review)


def _read_again(review: Review) -> None:
    """Reading a row again forgets its relations; the caller goes on with the same proposal."""
    proposal = review.proposal
    review.refresh_from_db()
    review.proposal = proposal


@transaction.atomic
def name_rivals(proposal: Proposal, *, by: User, rivals: Collection[Proposal]) -> None:
    """Says which other feasible projects of the cycle cannot be built beside this one: a count funds one of them.

    NotPossible once the vote is signed for, or for a project that is not one of those.
    """
    if not may_review(by, proposal):
        raise NotAllowed
    cycle = Cycle.objects.select_for_update().get(pk=proposal.cycle_id)  # the vote may be signed for at the same time
    if cycle.is_frozen or not may_name_rivals(by, proposal):
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if any(one.cycle_id != cycle.pk or one.state != State.FEASIBLE or one.pk == proposal.pk for one in rivals):
        raise NotPossible(_("Choose feasible projects of the same budget."))
    proposal.rivals.set(rivals)
    record("name_rivals", proposal, by=by, municipality=cycle.municipality, rivals=sorted(one.pk for one in rivals))
