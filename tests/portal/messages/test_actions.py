"""Telling people things."""

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.accounts.models import Rhythm, User
from portal.messages.actions import News, tell
from portal.messages.models import Message, Notice
from portal.messages.tasks import send_notices
from tests.factories import LANGUAGES
from tests.people import Cast
from tests.portal.messages.telling import news


def make_readers(count: int, **facts: str) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"{number}@example.ge", language=LANGUAGES[number % 4], **facts) for number in range(count)
    )


@pytest.mark.django_db
def test_tell_stores_a_notice_in_each_readers_language() -> None:
    readers = make_readers(8)

    tell(readers, lambda: news(sentence=f"in {get_language()}", path=f"/{get_language()}/x/"))

    told = Notice.objects.values_list("user__language", "language", "sentence", "path", "about_language", "is_own")
    assert list(told) == [(code, code, f"in {code}", f"/{code}/x/", "az", False) for code in LANGUAGES * 2]


@pytest.mark.django_db
@pytest.mark.parametrize("readers", [4, 1000])
def test_tell_asks_for_the_news_once_a_language_and_stores_in_one_go(readers: int) -> None:
    asked: list[str | None] = []

    def counted() -> News:
        asked.append(get_language())
        return news()

    people = make_readers(readers)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tell(people, counted)

    assert sorted(filter(None, asked)) == sorted(LANGUAGES)
    inserts = [query for query in queries if query["sql"].startswith("INSERT")]
    assert len(inserts) == -(-readers // connection.ops.bulk_batch_size(Notice._meta.concrete_fields[1:], people))
    assert Notice.objects.count() == readers


def test_tell_says_nothing_to_who_left_or_said_never(cast: Cast) -> None:
    cast.resident.rhythm, cast.neighbour.is_active = Rhythm.NEVER, False

    tell([cast.resident, cast.neighbour], news, is_own=True)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("rhythm", "is_own", "sent"),
    [
        (Rhythm.AT_ONCE, False, 1),
        (Rhythm.DAILY, True, 1),
        (Rhythm.WEEKLY, True, 1),
        (Rhythm.DAILY, False, 0),
        (Rhythm.WEEKLY, False, 0),
    ],
)
def test_tell_sends_after_the_commit_what_cannot_wait(
    cast: Cast,
    rhythm: Rhythm,
    is_own: bool,
    sent: int,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    cast.resident.rhythm = rhythm
    cast.resident.save()

    with django_capture_on_commit_callbacks() as callbacks:
        tell([cast.resident], news, is_own=is_own)
    assert mail.outbox == []
    for callback in callbacks:
        callback()

    assert [one.to for one in mail.outbox] == [[cast.resident.email]] * sent
    assert Message.objects.filter(sent_at__isnull=False).count() == sent


def test_act_that_is_undone_tells_nobody(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        tell([cast.resident], news, is_own=True)
        transaction.set_rollback(True)

    assert (Notice.objects.count(), callbacks) == (0, [])


def test_task_that_cannot_be_queued_fails_no_act(
    cast: Cast,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*args: object) -> None:
        raise OSError

    monkeypatch.setattr(type(send_notices), "enqueue", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        tell([cast.resident], news, is_own=True)

    assert Notice.objects.due().count() == 1  # the command finds it
