"""Who checks a proposal: reviewers are assigned and released, and one with an interest in it stands aside."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.reviews.actions import withdraw_decision
from budgeting.reviews.models import LONGEST_NOTE, Assignment, Conflict, Review, ReviewState
from budgeting.reviews.permissions import OPEN, is_assigner, may_judge
from budgeting.reviews.typed import typed_text
from portal.accounts.models import User
from portal.clock import today
from portal.languages.templatetags.languages import day
from portal.languages.texts import read_text
from portal.log.models import record
from portal.messages.actions import News, tell


@transaction.atomic
def assign_reviewers(proposal: Proposal, *, by: User, reviewers: Collection[User], due_on: date) -> None:
    """The reviewers are to check the proposal by that day; who had it already gets the new day. They are told.

    NotPossible for somebody who is no reviewer there, has a part in the proposal or has stated an interest in it.
    """
    if not is_assigner(by, proposal):
        raise NotAllowed
    if not reviewers:
        raise NotPossible(_("Choose at least one reviewer."))
    if due_on < today():
        raise NotPossible(_("This day has passed already."))
    _lock_open(proposal)
    for reviewer in reviewers:
        if not may_judge(reviewer, proposal):
            raise NotPossible(_("%(person)s cannot review this proposal.") % {"person": reviewer})
        facts = {"due_on": due_on}
        Assignment.objects.update_or_create(
            facts, create_defaults={**facts, "by": by}, proposal=proposal, reviewer=reviewer
        )
    _forget_assignments(proposal)
    _record("assign_reviewers", proposal, by, reviewers)
    tell([one for one in reviewers if one.pk != by.pk], lambda: _news_of_assignment(proposal, due_on), is_own=True)


@transaction.atomic
def assign_batch(proposals: Iterable[Proposal], *, by: User, reviewers: Collection[User], due_on: date) -> None:
    """Assigns the same reviewers to each of the proposals. All or none; the sentence names the one that stops it."""
    for proposal in proposals:
        try:
            assign_reviewers(proposal, by=by, reviewers=reviewers, due_on=due_on)
        except NotPossible as refusal:
            raise NotPossible(f"{proposal}: {refusal}") from refusal


@transaction.atomic
def release_reviewers(proposal: Proposal, *, by: User, reviewers: Collection[User]) -> None:
    """Takes the assignment away from them; what they have written stays for whoever goes on."""
    if not is_assigner(by, proposal):
        raise NotAllowed
    _lock_open(proposal)
    gone = Assignment.objects.filter(proposal=proposal, reviewer__in=reviewers).delete()[0]
    if not gone:
        raise NotPossible(_("Choose at least one reviewer."))
    _forget_assignments(proposal)
    _record("release_reviewers", proposal, by, reviewers)


@transaction.atomic
def declare_conflict(proposal: Proposal, *, by: User, text: str) -> None:
    """This reviewer has an interest in the proposal, stands aside for good, and passes the review on.

    A verdict the reviewer wrote or signed that is not published yet has to be decided again. The log says that a
    conflict was declared; the reason itself is for the colleagues.
    """
    if not may_review(by, proposal):
        raise NotAllowed
    text = typed_text(text, LONGEST_NOTE)
    _lock_open(proposal)
    review = Review.objects.filter(proposal=proposal).first()
    _conflict, is_new = Conflict.objects.get_or_create({"text": text}, proposal=proposal, reviewer=by)
    if not is_new:
        raise NotPossible(_("You have stated a conflict of interest in this proposal already."))
    Assignment.objects.filter(proposal=proposal, reviewer=by).delete()
    if review and by.pk in (review.reviewer_id, review.second_reader_id):
        if review.state in (ReviewState.TO_SIGN, ReviewState.SIGNED):
            withdraw_decision(review, second_note="")
        Review.objects.filter(pk=review.pk).update(conflict="", has_no_conflict=False)
    _forget_assignments(proposal)
    record("declare_conflict", proposal, by=by, municipality=proposal.cycle.municipality)


def _lock_open(proposal: Proposal) -> None:
    """Keeps others from changing the review until the act is done; NotPossible once there is a verdict."""
    state = Proposal.objects.select_for_update().values_list("state", flat=True).get(pk=proposal.pk)
    if state not in OPEN:
        raise NotPossible(_("This proposal is not waiting for a verdict any more."))


def _record(act: str, proposal: Proposal, by: User, reviewers: Iterable[User]) -> None:
    people = sorted(one.pk for one in reviewers)
    record(act, proposal, by=by, municipality=proposal.cycle.municipality, reviewers=people)


def _forget_assignments(proposal: Proposal) -> None:
    """What was prefetched with the proposal is no longer so."""
    for name in ("assignments", "conflicts"):
        getattr(proposal, "_prefetched_objects_cache", {}).pop(name, None)


def _news_of_assignment(proposal: Proposal, due_on: date) -> News:
    return News(
        about=read_text(proposal, "title"),
        sentence=_("You are to review this proposal. Please finish by: %(day)s") % {"day": day(due_on)},
        path=reverse("desk_proposal", args=[proposal.pk]),
    )
