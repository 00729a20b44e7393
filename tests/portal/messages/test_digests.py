"""Which notices leave when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.accounts.models import Rhythm
from portal.clock import pinned
from portal.messages.digests import last_digest_at
from portal.messages.models import Message, Notice
from portal.messages.queryset import NEWS_FOR
from tests.people import Cast
from tests.portal.messages.telling import tell_one


def tbilisi(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026, when the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Tbilisi"))


@pytest.mark.parametrize(
    ("rhythm", "at", "last"),
    [
        (Rhythm.DAILY, tbilisi(26, 17, 59), tbilisi(25, 18)),
        (Rhythm.DAILY, tbilisi(26, 18), tbilisi(26, 18)),
        (Rhythm.DAILY, tbilisi(27, 1), tbilisi(26, 18)),  # still the 26th in UTC
        (Rhythm.WEEKLY, tbilisi(23, 17, 59), tbilisi(16, 18)),
        (Rhythm.WEEKLY, tbilisi(23, 18), tbilisi(23, 18)),
        (Rhythm.WEEKLY, tbilisi(29, 23, 59), tbilisi(23, 18)),
        (Rhythm.WEEKLY, tbilisi(30, 0, 1), tbilisi(23, 18)),
    ],
)
def test_digests_leave_at_six_in_tbilisi(rhythm: Rhythm, at: datetime, last: datetime) -> None:
    with pinned(at):
        assert last_digest_at(rhythm) == last


def due_at(at: datetime) -> int:
    with pinned(at):
        return Notice.objects.due().count()


@pytest.mark.parametrize(
    ("rhythm", "is_own", "when"),
    [
        (Rhythm.AT_ONCE, False, tbilisi(24, 10)),
        (Rhythm.DAILY, True, tbilisi(24, 10)),
        (Rhythm.WEEKLY, True, tbilisi(24, 10)),
        (Rhythm.DAILY, False, tbilisi(24, 18)),
        (Rhythm.WEEKLY, False, tbilisi(30, 18)),
    ],
)
def test_notice_is_due_from_its_hour_on(cast: Cast, rhythm: Rhythm, is_own: bool, when: datetime) -> None:
    cast.resident.rhythm = rhythm
    cast.resident.save()
    with pinned(tbilisi(24, 10)):
        tell_one(cast.resident, is_own=is_own)

    assert [due_at(when - timedelta(seconds=1)), due_at(when), due_at(when + timedelta(days=1))] == [
        int(when == tbilisi(24, 10)),  # the second before it was stored nothing else kept it back
        1,
        1,
    ]


def test_notice_after_the_hour_waits_for_the_next_digest(cast: Cast) -> None:
    with pinned(tbilisi(24, 18)):
        tell_one(cast.resident, is_own=False)

    assert [due_at(tbilisi(24, 18, 1)), due_at(tbilisi(25, 17, 59)), due_at(tbilisi(25, 18))] == [0, 0, 1]


def test_nothing_is_due_for_who_left_or_said_never(cast: Cast) -> None:
    for user in (cast.resident, cast.neighbour):
        tell_one(user)
    cast.resident.rhythm, cast.neighbour.is_active = Rhythm.NEVER, False
    cast.resident.save()
    cast.neighbour.save()

    assert Notice.objects.due().count() == 0


def test_what_is_in_a_message_is_not_due(cast: Cast) -> None:
    notice = tell_one(cast.resident)
    Notice.objects.update(message=Message.objects.create(user=cast.resident, channel="email", language="en"))

    assert not Notice.objects.due().filter(pk=notice.pk).exists()


def test_what_waited_too_long_is_no_news(cast: Cast) -> None:
    with pinned(tbilisi(1, 10)):
        tell_one(cast.resident)

    last = tbilisi(1, 10) + NEWS_FOR
    assert [due_at(last), due_at(last + timedelta(seconds=1))] == [1, 0]
