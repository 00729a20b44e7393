"""What reviewers and authors say to each other: a question with a date, its answer, and the reply to the verdict."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import add_event
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.reviews.models import LONGEST_ANSWER, LONGEST_QUESTION, Question, Review, ReviewState
from budgeting.reviews.permissions import may_answer_question, may_ask_author, may_judge, may_reply_to_review
from budgeting.reviews.typed import typed_text
from portal.accounts.models import User
from portal.clock import now, today
from portal.log.models import record

LONGEST_TERM = timedelta(days=60)


@transaction.atomic
def ask_author(proposal: Proposal, *, by: User, text: str, written_in: str, due_on: date) -> Question:
    """Asks the authors something, in public; they are told. An unanswered question never holds up the review."""
    if not may_judge(by, proposal):
        raise NotAllowed
    if not may_ask_author(by, proposal):
        raise NotPossible(_("A question can be asked while the proposal is under review."))
    text = typed_text(text, LONGEST_QUESTION)
    _check_language(written_in)
    if not today() < due_on <= today() + LONGEST_TERM:
        raise NotPossible(_("Choose a day after today, within the next 60 days."))
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.questions.filter(text=text, answered_at__isnull=True).exists():
        raise NotPossible(_("This question has been asked already."))
    question = proposal.questions.create(text=text, written_in=written_in, due_on=due_on, by=by)
    add_event(proposal, "ask_question", by=by, reason=text, reason_language=written_in)
    record("ask_author", proposal, by=by, municipality=proposal.cycle.municipality)
    return question


@transaction.atomic
def answer_question(question: Question, *, by: User, text: str, written_in: str) -> None:
    """An author answers, once and in public, also after the day it was due."""
    if not is_author(by, question.proposal):
        raise NotAllowed
    if not may_answer_question(by, question):
        raise NotPossible(_("This question can no longer be answered."))
    text = typed_text(text, LONGEST_ANSWER)
    _check_language(written_in)
    unanswered = Question.objects.filter(pk=question.pk, answered_at__isnull=True)
    if not unanswered.update(answer=text, answer_language=written_in, answered_at=now()):
        raise NotPossible(_("This question has been answered already."))
    question.refresh_from_db()
    add_event(question.proposal, "answer_question", by=by, reason=text, reason_language=written_in)


@transaction.atomic
def reply_to_review(review: Review, *, by: User, text: str, written_in: str) -> None:
    """An author replies to the published verdict, once; the reply stands beside it."""
    if not is_author(by, review.proposal):
        raise NotAllowed
    if not may_reply_to_review(by, review):
        raise NotPossible(_("This review can no longer be replied to."))
    text = typed_text(text, LONGEST_ANSWER)
    _check_language(written_in)
    unreplied = Review.objects.filter(pk=review.pk, state=ReviewState.PUBLISHED, replied_at__isnull=True)
    if not unreplied.update(reply=text, reply_language=written_in, replied_at=now()):
        raise NotPossible(_("An author has replied already."))
    review.refresh_from_db()
    add_event(review.proposal, "reply", by=by, reason=text, reason_language=written_in)


def _check_language(written_in: str) -> None:
    if written_in not in dict(settings.LANGUAGES):
        raise NotPossible(_("Choose the language you write in."))
