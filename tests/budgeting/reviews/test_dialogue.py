"""Questions with a date, their answers, and the author's reply to the verdict."""

from datetime import timedelta

import pytest

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import CoAuthor, Proposal, ProposalEvent
from budgeting.reviews.actions import publish_reviews
from budgeting.reviews.assignments import declare_conflict
from budgeting.reviews.dialogue import answer_question, ask_author, reply_to_review
from budgeting.reviews.models import Question, Review
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import now, pinned, today
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import again, make_signed, make_to_sign, make_under_review
from tests.factories import dates_at, make_cycle, make_published
from tests.people import ROLES, Cast

pytestmark = pytest.mark.django_db

OTHERS = ["resident", "neighbour", *(name for name in ROLES if "reviewer" not in name)]


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_under_review(cast)


def ask(cast: Cast, proposal: Proposal, text: str = "ვინ მოუვლის?", days: int = 7) -> Question:
    due_on = today() + timedelta(days=days)
    return ask_author(proposal, by=cast.reviewer, text=text, written_in="ka", due_on=due_on)


def last_event() -> tuple[str, str, str]:
    event = ProposalEvent.objects.last()
    return event.name, event.reason, event.reason_language


def test_ask_author_is_public_and_tells_the_author(cast: Cast, proposal: Proposal) -> None:
    Notice.objects.all().delete()

    question = ask(cast, proposal, " ვინ მოუვლის? ")

    assert (question.text, question.written_in, question.by) == ("ვინ მოუვლის?", "ka", cast.reviewer)
    assert last_event() == ("ask_question", "ვინ მოუვლის?", "ka")
    notice = Notice.objects.get()
    assert (notice.user, notice.detail, notice.detail_language) == (cast.resident, "ვინ მოუვლის?", "ka")


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_ask_author_wants_a_day_within_sixty(cast: Cast, proposal: Proposal, days: int) -> None:
    with pytest.raises(NotPossible) as refusal:
        ask(cast, proposal, days=days)
    assert str(refusal.value) == "Choose a day after today, within the next 60 days."
    assert ask(cast, proposal, days=60).due_on == today() + timedelta(days=60)


@pytest.mark.parametrize(
    ("text", "sentence"), [(" ", "Write something first."), ("ა" * 1001, "Write at most 1000 letters.")]
)
def test_ask_author_wants_words(cast: Cast, proposal: Proposal, text: str, sentence: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        ask(cast, proposal, text)
    assert str(refusal.value) == sentence


def test_ask_author_twice_the_same_is_told(cast: Cast, proposal: Proposal) -> None:
    ask(cast, proposal)
    with pytest.raises(NotPossible) as refusal:
        ask(cast, Proposal.objects.get())
    assert str(refusal.value) == "This question has been asked already."
    assert Question.objects.count() == 1


@pytest.mark.parametrize("name", OTHERS)
def test_ask_author_is_a_reviewers_alone(cast: Cast, proposal: Proposal, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask_author(proposal, by=getattr(cast, name), text="?", written_in="ka", due_on=today() + timedelta(days=1))


def test_ask_author_refuses_a_stranger_and_one_with_a_conflict(cast: Cast, elsewhere: Cast, proposal: Proposal) -> None:
    declare_conflict(proposal, by=cast.other_reviewer, text="ძმა")
    for by in (elsewhere.reviewer, cast.other_reviewer):
        with pytest.raises(NotAllowed):
            ask_author(proposal, by=by, text="?", written_in="ka", due_on=today() + timedelta(days=1))


def test_ask_author_before_the_review_began_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        ask(cast, make_published(cast, make_cycle(cast)))


def test_answer_question_is_public(cast: Cast, proposal: Proposal) -> None:
    question = ask(cast, proposal)

    answer_question(question, by=cast.resident, text=" Biz özümüz. ", written_in="az")

    kept = Question.objects.get()
    assert (kept.answer, kept.answer_language, kept.is_late) == ("Biz özümüz.", "az", False)
    assert last_event() == ("answer_question", "Biz özümüz.", "az")


def test_answer_question_is_open_to_a_coauthor_and_to_nobody_else(cast: Cast, proposal: Proposal) -> None:
    question = ask(cast, proposal)
    for by in (cast.neighbour, cast.reviewer, cast.moderator):
        with pytest.raises(NotAllowed):
            answer_question(question, by=by, text="x", written_in="az")
    CoAuthor.objects.create(proposal=proposal, user=cast.neighbour, name="N")
    answer_question(question, by=cast.neighbour, text="x", written_in="az")
    assert Question.objects.get().answer == "x"


def test_answer_after_its_day_is_taken_and_marked_and_holds_up_nothing(cast: Cast, proposal: Proposal) -> None:
    with pinned(now() - timedelta(days=3)):
        question = ask(cast, proposal, days=1)
    assert question.is_overdue is True
    make_to_sign(cast, proposal)

    answer_question(question, by=cast.resident, text="x", written_in="az")

    assert (question.is_overdue, question.is_late) == (False, True)


def test_of_two_answers_at_once_the_second_is_told(cast: Cast, proposal: Proposal) -> None:
    question = ask(cast, proposal)
    stale = Question.objects.get()
    answer_question(question, by=cast.resident, text="first", written_in="az")

    with pytest.raises(NotPossible) as refusal:
        answer_question(stale, by=cast.resident, text="second", written_in="az")

    assert str(refusal.value) == "This question has been answered already."
    assert Question.objects.get().answer == "first"
    assert ProposalEvent.objects.filter(name="answer_question").count() == 1


@pytest.mark.parametrize(
    ("text", "language", "sentence"),
    [
        ("", "az", "Write something first."),
        ("\u200b \u202e", "az", "Write something first."),  # nothing that can be seen
        ("a" * 2001, "az", "Write at most 2000 letters."),
        ("a", "xx", "Choose the language you write in."),
    ],
)
def test_answer_and_reply_refuse_what_is_wrong(cast: Cast, text: str, language: str, sentence: str) -> None:
    review = make_signed(cast)
    question = ask(cast, review.proposal)
    with pytest.raises(NotPossible) as refusal:
        answer_question(question, by=cast.resident, text=text, written_in=language)
    assert str(refusal.value) == sentence
    publish_reviews([review], by=cast.reviewer)
    with pytest.raises(NotPossible) as refusal:
        reply_to_review(review, by=cast.resident, text=text, written_in=language)
    assert str(refusal.value) == sentence


def test_answer_after_the_verdict_is_refused(cast: Cast) -> None:
    review = make_signed(cast)
    question = ask(cast, review.proposal)
    publish_reviews([review], by=cast.reviewer)
    with pytest.raises(NotPossible):
        answer_question(Question.objects.get(pk=question.pk), by=cast.resident, text="x", written_in="az")


def test_reply_stands_beside_a_published_verdict(cast: Cast) -> None:
    review = make_signed(cast, is_feasible=False)
    publish_reviews([review], by=cast.reviewer)

    reply_to_review(review, by=cast.resident, text=" Razı deyiləm. ", written_in="az")

    kept = Review.objects.get()
    assert (kept.reply, kept.reply_language, kept.replied_at is not None) == ("Razı deyiləm.", "az", True)
    assert last_event() == ("reply", "Razı deyiləm.", "az")


def test_reply_before_publication_is_refused(cast: Cast) -> None:
    review = make_signed(cast)
    with pytest.raises(NotPossible):
        reply_to_review(review, by=cast.resident, text="x", written_in="az")


@pytest.mark.parametrize("name", ["neighbour", *ROLES])
def test_reply_is_an_authors_alone(cast: Cast, name: str) -> None:
    review = make_signed(cast)
    publish_reviews([review], by=cast.reviewer)
    grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality)
    with pytest.raises(NotAllowed):
        reply_to_review(review, by=getattr(cast, name), text="x", written_in="az")


def test_of_two_replies_at_once_the_second_is_told(cast: Cast) -> None:
    review = make_signed(cast)
    publish_reviews([review], by=cast.reviewer)
    stale = again(review)
    reply_to_review(review, by=cast.resident, text="first", written_in="az")

    with pytest.raises(NotPossible) as refusal:
        reply_to_review(stale, by=cast.resident, text="second", written_in="az")

    assert str(refusal.value) == "An author has replied already."
    assert Review.objects.get().reply == "first"
    assert ProposalEvent.objects.filter(name="reply").count() == 1


@pytest.mark.parametrize(("stage", "is_open"), [(Stage.VOTING, True), (Stage.OBJECTIONS, False)])
def test_reply_is_open_until_the_vote_is_over(cast: Cast, stage: Stage, is_open: bool) -> None:
    review = make_signed(cast)
    publish_reviews([review], by=cast.reviewer)
    Cycle.objects.update(voting_cleared_at=now(), **dates_at(stage))
    late = again(review)

    if is_open:
        reply_to_review(late, by=cast.resident, text="x", written_in="az")
    else:
        with pytest.raises(NotPossible):
            reply_to_review(late, by=cast.resident, text="x", written_in="az")
    assert Review.objects.get().reply == ("x" if is_open else "")
