"""Comments at the same time: only PostgreSQL lets them meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils.translation import override

from budgeting.comments.actions import hide_comment, show_comment, write_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from portal.accounts.models import User
from portal.log.models import Entry
from tests.factories import make_cycle, make_published
from tests.people import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE = 20  # seconds until a test that waits for the wrong thing fails
DECIDED = "Somebody has already decided on this comment. Please look at it again."


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each act, in a thread of its own, refuses with; "" if it was done."""

    def said(act: Callable[[], object]) -> str:
        try:
            with override("en"):
                act()
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(job.result(PATIENCE) for job in [pool.submit(said, act) for act in acts])


def test_of_a_moderator_who_hides_and_one_who_shows_one_is_told(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast, holds_comments=True))
    for number in range(5):
        pk = write_comment(proposal, by=cast.neighbour, text=f"Comment {number}", written_in="az").pk
        barrier = Barrier(2)

        def decide(act: Callable[..., None], moderator: int, pk: int = pk, barrier: Barrier = barrier, **facts) -> None:
            comment, by = Comment.objects.get(pk=pk), User.objects.get(pk=moderator)
            barrier.wait(PATIENCE)
            act(comment, by=by, **facts)

        answers = at_once(
            lambda decide=decide: decide(hide_comment, cast.moderator.pk, code="hate"),
            lambda decide=decide: decide(show_comment, cast.other_moderator.pk),
        )

        assert answers == ["", DECIDED]
        entry = Entry.objects.filter(act__in=["hide_comment", "show_comment"]).latest("pk")
        done = {"hide_comment": CommentState.HIDDEN, "show_comment": CommentState.SHOWN}[entry.act]
        assert Comment.objects.get(pk=pk).state == done


def test_a_comment_sent_ten_times_at_once_is_stored_once(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    barrier = Barrier(10)

    def send() -> None:
        own, by = Proposal.objects.get(pk=proposal.pk), User.objects.get(pk=cast.neighbour.pk)
        barrier.wait(PATIENCE)
        write_comment(own, by=by, text="Su lazımdır.", written_in="az")

    answers = at_once(*[send] * 10)

    assert answers == ["", *["You have written the same already."] * 9]
    assert Comment.objects.count() == 1
