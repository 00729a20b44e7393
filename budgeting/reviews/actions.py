"""Checking whether a proposal can be carried out: a reviewer writes, a second reader signs, then it is published."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.backing.queries import has_enough_backing
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.proposals.states import State
from budgeting.reviews.models import Check, Review, ReviewState
from budgeting.reviews.permissions import may_name_rivals, may_sign_review, may_write_review
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.log.models import record


def start_review(proposal: Proposal, *, by: User) -> None:
    """Takes the published proposal into review. NotPossible while fewer people back it than the cycle asks for."""
    if may_review(by, proposal) and not has_enough_backing(proposal):
        raise NotPossible(_("Fewer people back this proposal than this budget asks for."))
    change_state(proposal, "start_review", by=by)


@transaction.atomic
def write_review(proposal: Proposal, *, by: User, **facts: Any) -> Review:
    """Keeps the review as far as it is written; `facts` are fields of Review. The author sees nothing of it yet."""
    if not may_write_review(by, proposal):
        raise NotAllowed
    if proposal.state != State.UNDER_REVIEW:
        raise NotPossible(_("Start the review first."))
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    review = Review.objects.filter(proposal=proposal).first() or Review(proposal=proposal)
    if review.state not in (ReviewState.WRITING, ReviewState.TO_SIGN):
        raise NotPossible(_("The second reader has signed this review already."))
    settlements = facts.pop("benefit_settlements", None)
    for field, value in {**facts, "reviewer": by, "state": ReviewState.WRITING}.items():
        setattr(review, field, value)
    save_checked(review)
    if settlements is not None:
        review.benefit_settlements.set(settlements)
    return review


@transaction.atomic
def hand_to_second_reader(review: Review, *, by: User) -> None:
    """The reviewer has decided; another reviewer reads before the author hears.

    NotPossible without verdict, every finding, the statement on conflicts of interest, a reason in Georgian and
    in the author's language, and for a feasible one a cost with its source, within the cycle's cap.
    """
    if not may_write_review(by, review.proposal):
        raise NotAllowed
    if missing := missing_in(review):
        raise NotPossible(missing)
    _move(review, ReviewState.WRITING, ReviewState.TO_SIGN, decided_at=now(), second_note="")
    record("hand_to_second_reader", review.proposal, by=by, municipality=review.proposal.cycle.municipality)


def missing_in(review: Review) -> str:
    """What has to be mended before the review may be decided, as one sentence; "" if nothing."""
    cap = review.proposal.cycle.cost_cap_tetri
    if review.is_feasible is None:
        return _("Choose a verdict.")
    if set(review.findings) < set(Check.values):
        return _("Answer every point of the checklist.")
    if not review.has_no_conflict and not review.conflict:
        return _("Say whether you have a conflict of interest.")
    if review.is_feasible and not review.cost_tetri:
        return _("A feasible proposal needs a cost.")
    if review.is_feasible and not review.cost_source:
        return _("Say where the cost comes from.")
    if review.is_feasible and cap and (review.cost_tetri or 0) > cap:
        return _("The cost is above the limit for one project in this cycle.")
    languages = {OFFICIAL_LANGUAGE, review.proposal.written_in}
    if not all(getattr(review, f"reason_{language}") for language in languages):
        return _("Write the reason in Georgian and in the author's language.")
    return ""


@transaction.atomic
def sign_review(review: Review, *, by: User) -> None:
    """The second reader agrees; the verdict waits to be published."""
    if not may_sign_review(by, review):
        raise NotAllowed
    _move(review, ReviewState.TO_SIGN, ReviewState.SIGNED, second_reader=by, signed_at=now())
    record("sign_review", review.proposal, by=by, municipality=review.proposal.cycle.municipality)


@transaction.atomic
def return_review(review: Review, *, by: User, note: str) -> None:
    """The second reader does not agree, and says why; the reviewer writes again."""
    if not may_sign_review(by, review):
        raise NotAllowed
    _move(review, ReviewState.TO_SIGN, ReviewState.WRITING, second_note=note)


@transaction.atomic
def publish_reviews(reviews: Iterable[Review], *, by: User) -> None:
    """Publishes signed verdicts, one or a whole batch: the proposals move, and their authors hear. All or none."""
    for review in reviews:
        proposal = review.proposal
        if not may_review(by, proposal):
            raise NotAllowed
        _move(review, ReviewState.SIGNED, ReviewState.PUBLISHED, published_at=now())
        name = "find_feasible" if review.is_feasible else "find_not_feasible"
        change_state(
            proposal,
            name,
            by=by,
            reason="" if review.is_feasible else getattr(review, f"reason_{OFFICIAL_LANGUAGE}"),
            reason_language=OFFICIAL_LANGUAGE,
            cost_tetri=review.cost_tetri if review.is_feasible else None,
        )
        record(
            "publish_review",
            proposal,
            by=by,
            municipality=proposal.cycle.municipality,
            is_feasible=review.is_feasible,
        )


def _move(review: Review, before: ReviewState, after: ReviewState, **facts: Any) -> None:
    """The one writer of a review's state once it exists: of two people at once, one wins and the other is told."""
    if not Review.objects.filter(pk=review.pk, state=before).update(state=after, **facts):
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))
    review.refresh_from_db()


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
