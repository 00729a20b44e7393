"""Counting answers, keeping an author's, and making a report."""

from datetime import timedelta
from secrets import token_urlsafe

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.inclusion.figures import STEPS, Figures, as_of
from budgeting.inclusion.models import NO_ANSWER, AuthorAnswer, InclusionReport, Part, Question, Tally, UsedForm
from budgeting.inclusion.permissions import may_make_report
from budgeting.proposals.models import Proposal
from budgeting.results.queries import standing_count
from portal.accounts.models import User
from portal.clock import now

LONGEST_FILLING_SECONDS = 24 * 3600
STALE_AFTER = timedelta(minutes=2)
_SALT = "khma about you"


def new_token(cycle: Cycle, part: Part) -> str:
    """A signed random mark for one form. It names the cycle and the part, and nobody."""
    return signing.dumps([cycle.pk, part.value, token_urlsafe(12)], salt=_SALT)


def count_answers(cycle: Cycle, part: Part, *, token: str, language: str, answers: dict[str, str]) -> bool:
    """Adds one to the number of each answer; False, and nothing changes, for a form that was sent before.

    `answers` is {question: answer}, "" for none. NotPossible for a token that is not ours or too old, and of voters
    once the vote is over. Call it outside the transaction of what the person did: it would bear the same mark.
    """
    if part == Part.VOTE and cycle.is_vote_over:
        raise NotPossible(_("The vote is over. Answers are no longer taken, and your vote counts without them."))
    mark = _mark_of(token, cycle, part)
    given = {**answers, Question.LANGUAGE.value: language}
    try:
        with transaction.atomic():
            UsedForm.objects.create(cycle=cycle, mark=mark)
            for question in Question:  # always in this order, so that two at once do not wait for one another for ever
                _add_one(cycle, part, question, given.get(question.value) or NO_ANSWER)
    except IntegrityError:
        return False
    return True


def _mark_of(token: str, cycle: Cycle, part: Part) -> str:
    try:
        found = signing.loads(token, salt=_SALT, max_age=LONGEST_FILLING_SECONDS)
    except signing.BadSignature:
        found = None
    if not found or found[:2] != [cycle.pk, part.value]:
        raise NotPossible(_("This page was open for too long. Nothing is lost: please send your answers once more."))
    return str(found[2])


def _add_one(cycle: Cycle, part: Part, question: Question, answer: str) -> None:
    """Adds one where the number stands already, else makes it; two who make it at once add to the same row."""
    key = {"cycle": cycle.pk, "part": part.value, "question": question.value, "answer": answer}
    row = Tally.objects.filter(**key)
    if not row.update(number=F("number") + 1):
        Tally.objects.bulk_create(
            [Tally(cycle=cycle, part=part, question=question, answer=answer)], ignore_conflicts=True
        )
        row.update(number=F("number") + 1)


@transaction.atomic
def merge_tallies(cycle: Cycle) -> None:
    """Writes all numbers of the cycle anew in one go, in an order of their own: nothing tells which grew last.

    The marks of forms go too once the vote is over; until then a form sent again must be known.
    """
    held = Tally.objects.select_for_update().filter(cycle=cycle).order_by("part", "question", "answer")
    rows = [Tally(cycle=cycle, part=t.part, question=t.question, answer=t.answer, number=t.number) for t in held]
    Tally.objects.filter(cycle=cycle).delete()
    Tally.objects.bulk_create(rows)
    if cycle.is_vote_over:
        UsedForm.objects.filter(cycle=cycle).delete()


def keep_author_answer(proposal: Proposal, *, by: User, gender: str, age: str) -> None:
    """Keeps what the first author says, instead of what was said before; nothing at all is kept of two empty answers."""
    _check_first_author(proposal, by)
    if gender or age:
        AuthorAnswer.objects.update_or_create(proposal=proposal, defaults={"gender": gender, "age": age})
    else:
        AuthorAnswer.objects.filter(proposal=proposal).delete()


def forget_author_answer(proposal: Proposal, *, by: User) -> None:
    """Deletes what the first author said."""
    _check_first_author(proposal, by)
    AuthorAnswer.objects.filter(proposal=proposal).delete()


def _check_first_author(proposal: Proposal, by: User) -> None:
    if proposal.author_id is None or proposal.author_id != by.pk:
        raise NotAllowed


def ask_report(cycle: Cycle, *, by: User | None) -> InclusionReport:
    """The report of this stage and of the result that stands, new or one whose making was broken off.

    NotPossible where it is made already or is being made. `by` is None where the site itself asks.
    """
    if by is not None and not may_make_report(by, cycle):
        raise NotAllowed
    count = standing_count(cycle)
    key = {"cycle": cycle, "stage": cycle.stage, "count": count}
    report, is_new = InclusionReport.objects.get_or_create(**key, defaults={"asked_by": by, "beat_at": now()})
    if is_new:
        return report
    if report.figures is not None:
        raise NotPossible(
            _("The report of this stage is made. A new one is made in the next stage, or after a new count.")
        )
    if not InclusionReport.objects.filter(pk=report.pk, beat_at__lt=now() - STALE_AFTER).update(
        beat_at=now(), percent=0
    ):
        raise NotPossible(_("The report is being made already."))
    return report


def make_report(report: InclusionReport) -> InclusionReport:
    """Works out the figures step by step, saying how far it is, and keeps them."""
    cycle = report.cycle
    merge_tallies(cycle)
    figures: Figures = {}
    for number, step in enumerate(STEPS, start=1):
        figures |= step(cycle, report.count)
        InclusionReport.objects.filter(pk=report.pk).update(percent=100 * number // len(STEPS), beat_at=now())
        announce(topic_of_cycle(cycle.pk))
    report.figures, report.as_of, report.percent = figures, as_of(cycle, report.count), 100
    report.save(update_fields=["figures", "as_of", "percent"])
    announce(topic_of_cycle(cycle.pk))
    return report
