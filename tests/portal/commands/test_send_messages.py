"""The command that cron runs every minute."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from django.core import mail
from django.core.management import call_command

from portal.accounts.models import Rhythm
from portal.clock import pinned
from portal.messages.models import Message, Notice
from tests.people import Cast
from tests.portal.messages.telling import tell_one

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Tbilisi"))


def run_at(at: datetime) -> str:
    output = StringIO()
    with pinned(at):
        call_command("send_messages", stdout=output)
    return output.getvalue()


def test_command_with_nothing_to_do_sends_nothing(cast: Cast) -> None:
    assert run_at(MONDAY_NOON) == "0 written, 0 deleted\n"
    assert mail.outbox == []


def test_command_sends_a_digest_a_day_and_never_an_empty_one(cast: Cast) -> None:
    for day in (0, 2):
        with pinned(MONDAY_NOON + timedelta(days=day)):
            for sentence in ("One.", "Two.", "Three."):
                tell_one(cast.resident, is_own=False, sentence=f"{sentence} {day}")

    minutes = range(0, 5 * 24 * 60, 30)
    said = [run_at(MONDAY_NOON + timedelta(minutes=minute)) for minute in minutes]

    assert [one for one in said if one[0] != "0"] == ["1 written, 1 sent, 0 deleted\n"] * 2
    assert [len(message.notices.all()) for message in Message.objects.all()] == [3, 3]
    assert [one.body.count("\n- ") for one in mail.outbox] == [3, 3]
    sent = [in_tbilisi(message.sent_at) for message in Message.objects.all()]
    assert sent == [(23, 18, 0), (25, 18, 0)]


def in_tbilisi(at: datetime) -> tuple[int, int, int]:
    local = at.astimezone(ZoneInfo("Asia/Tbilisi"))
    return local.day, local.hour, local.minute


def test_command_sends_weekly_digests_on_mondays(cast: Cast) -> None:
    cast.resident.rhythm = Rhythm.WEEKLY
    cast.resident.save()
    with pinned(MONDAY_NOON + timedelta(days=1)):
        tell_one(cast.resident, is_own=False)

    for hour in range(24, 14 * 24):
        run_at(MONDAY_NOON + timedelta(hours=hour))

    assert [in_tbilisi(message.sent_at) for message in Message.objects.all()] == [(30, 18, 0)]


def test_command_makes_up_for_a_task_that_never_ran(cast: Cast) -> None:
    with pinned(MONDAY_NOON):
        tell_one(cast.resident, is_own=True)

    assert run_at(MONDAY_NOON + timedelta(minutes=1)) == "1 written, 1 sent, 0 deleted\n"


def test_command_deletes_what_is_older_than_90_days(cast: Cast) -> None:
    with pinned(MONDAY_NOON):
        tell_one(cast.resident)
        tell_one(cast.neighbour, is_own=False)  # nobody runs the command in time: it never leaves
    run_at(MONDAY_NOON)
    last = MONDAY_NOON + timedelta(days=90)

    assert run_at(last) == "0 written, 0 deleted\n"
    assert run_at(last + timedelta(seconds=1)) == "0 written, 3 deleted\n"
    assert (Message.objects.count(), Notice.objects.count()) == (0, 0)


def test_command_keeps_an_old_message_that_is_still_tried(cast: Cast) -> None:
    with pinned(MONDAY_NOON):
        Message.objects.create(
            user=cast.resident, channel="email", language="en", text="x", try_at=MONDAY_NOON + timedelta(days=92)
        )

    run_at(MONDAY_NOON + timedelta(days=91))

    assert Message.objects.count() == 1
