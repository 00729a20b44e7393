"""Reminders to drafts that left a contact: sealed, few, once each, and gone with the vote."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity import TooManyTries, Visitor
from budgeting.voting.keys import destroy_key
from budgeting.voting.reminders.actions import MOST_AN_HOUR, forget_reminders, leave_reminder
from budgeting.voting.reminders.models import DraftReminder
from budgeting.voting.reminders.sending import MOST_TRIES, send_due_reminders
from portal.clock import pinned
from portal.messages.sms import Memory
from tests.cases.ballots import choose, closing_connections, prove
from tests.factories import make_cards, make_vote
from tests.people import Cast

MAIL, PHONE = "leyla@example.ge", "+995555123456"


def before_end(cycle: Cycle, **left: int):
    return pinned(cycle.voting_until_at - timedelta(**left))


def leave(cycle: Cycle, contact: str = MAIL, language: str = "az") -> DraftReminder:
    kind = "email" if "@" in contact else "phone"
    return leave_reminder(cycle, kind=kind, contact=contact, visitor=Visitor("192.0.2.7", language))


def remind(client: Client, cycle: Cycle, contact: str):
    return client.post(reverse("vote_remind", args=[cycle.address]), {"contact": contact})


def test_contact_is_sealed_and_nothing_of_the_draft_is_stored(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    choose(client, cycle, [1, 2])

    answer = remind(client, cycle, "555 12 34 56")

    stored = DraftReminder.objects.values().get()
    assert answer["Location"] == reverse("vote_check", args=[cycle.address])
    assert stored.keys() == {
        *("id", "cycle_id", "contact_key", "contact", "channel", "language", "told_hours", "tries")
    }
    assert "5551234" not in str(stored)
    assert "5551234" not in str(client.cookies)
    assert "We shall write to you" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("typed", ["", "nonsense", "12", "a@b", "x" * 300, "\x00"])
def test_what_is_no_contact_is_said_beside_the_question_and_stays(client: Client, cast: Cast, typed: str) -> None:
    cycle = make_vote(cast)
    choose(client, cycle, [1])

    answer = remind(client, cycle, typed)

    assert (answer.status_code, bool(answer.context["reminder_form"].errors)) == (422, True)
    assert not DraftReminder.objects.exists()


def test_without_a_ballot_there_is_nothing_to_be_reminded_of(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    answer = remind(client, cycle, MAIL)
    assert (answer["Location"], DraftReminder.objects.exists()) == (reverse("vote", args=[cycle.address]), False)


def test_a_site_without_text_messages_takes_no_phone(client: Client, cast: Cast, settings) -> None:
    settings.CAN_SEND_SMS = False
    cycle = make_vote(cast)
    choose(client, cycle, [1])
    assert remind(client, cycle, PHONE).status_code == 422


def test_each_moment_is_told_once_in_the_readers_language_by_the_channel_that_was_left(cast: Cast) -> None:
    cycle = make_vote(cast)
    leave(cycle)
    leave(cycle, PHONE, "hy")
    sent = []
    for hours in (49, 48, 47, 7, 6, 5):
        with before_end(cycle, hours=hours):
            send_due_reminders(seconds=5)
        sent.append((len(mail.outbox), len(Memory.sent)))

    assert sent == [(0, 0), (1, 1), (1, 1), (1, 1), (2, 2), (2, 2)]
    assert (mail.outbox[0].to, Memory.sent[0][0]) == ([MAIL], PHONE)
    assert f"/az/cycles/{cycle.pk}/vote/" in mail.outbox[0].body
    assert f"/hy/cycles/{cycle.pk}/vote/" in Memory.sent[0][1]


def test_a_contact_left_late_is_told_only_what_is_still_to_come(cast: Cast) -> None:
    cycle = make_vote(cast)
    with before_end(cycle, hours=20):
        leave(cycle)
        assert send_due_reminders(seconds=5) == {}
    with before_end(cycle, hours=6):
        assert send_due_reminders(seconds=5) == {"sent": 1}
        with pytest.raises(NotPossible, match="too late"):
            leave(cycle, PHONE)


def test_nobody_is_written_to_after_the_end(cast: Cast) -> None:
    cycle = make_vote(cast)
    leave(cycle)
    with before_end(cycle, seconds=-1):
        assert send_due_reminders(seconds=5) == {}


def test_the_same_contact_left_again_is_written_to_no_more_often(cast: Cast) -> None:
    cycle = make_vote(cast)
    first, second = leave(cycle), leave(cycle)
    with before_end(cycle, hours=48):
        call_command("send_reminders")
        third = leave(cycle)
        call_command("send_reminders")
    assert ({first.pk, second.pk, third.pk}, len(mail.outbox)) == ({first.pk}, 1)


def test_contacts_from_one_address_are_limited(cast: Cast) -> None:
    cycle = make_vote(cast)
    for number in range(MOST_AN_HOUR):
        leave(cycle, f"p{number}@example.ge")
    with pytest.raises(TooManyTries):
        leave(cycle, "one.more@example.ge")
    neighbour = Visitor("192.0.2.8", "az")
    assert leave_reminder(cycle, kind="email", contact="neighbour@example.ge", visitor=neighbour).pk


def test_casting_has_the_reminder_deleted_and_another_browsers_stays(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    other = leave(cycle, PHONE)
    choose(client, cycle, [1])
    remind(client, cycle, MAIL)

    prove(client, cycle, make_cards(cast, cycle)[0])

    assert list(DraftReminder.objects.all()) == [other]
    assert not client.cookies["reminder"].value


def test_a_failed_one_is_tried_again_a_few_times_and_its_address_is_not_logged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cycle = make_vote(cast)
    leave(cycle)

    def refuses(*_args: object) -> None:
        raise OSError(f"550 {MAIL} unknown")

    monkeypatch.setattr("budgeting.voting.reminders.sending.EmailMessage.send", refuses)
    with before_end(cycle, hours=48):
        results = [send_due_reminders(seconds=5)["failed"] for _run in range(MOST_TRIES + 2)]

    assert results == [1] * MOST_TRIES + [0, 0]
    assert MAIL not in caplog.text


def test_without_the_key_nothing_is_sent_and_nothing_breaks(cast: Cast) -> None:
    cycle = make_vote(cast)
    leave(cycle)
    destroy_key(cycle)
    with before_end(cycle, hours=48):
        assert send_due_reminders(seconds=5) == {"failed": 1}


def test_the_close_forgets_them_all(cast: Cast) -> None:
    cycle, other = make_vote(cast), make_vote(cast)
    for one, contact in ((cycle, MAIL), (cycle, PHONE), (other, MAIL)):
        leave(one, contact)
    assert (forget_reminders(cycle), DraftReminder.objects.count()) == (2, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_message(cast: Cast) -> None:
    cycle = make_vote(cast)
    for number in range(5):
        leave(cycle, f"p{number}@example.ge")

    mail.outbox.clear()  # what the cycle told people while it was made

    def work() -> int:
        with before_end(cycle, hours=48):
            return send_due_reminders(seconds=20)["sent"]

    with ThreadPoolExecutor(4) as pool:
        sent = sum(future.result() for future in [pool.submit(closing_connections, work) for _worker in range(4)])

    assert (sent, sorted(message.to[0] for message in mail.outbox)) == (5, [f"p{n}@example.ge" for n in range(5)])


def test_the_addresses_of_one_home_are_one_place(cast: Cast) -> None:
    cycle = make_vote(cast)
    for number in range(MOST_AN_HOUR):
        visitor = Visitor(f"2001:db8::{number:x}", "ka")
        leave_reminder(cycle, kind="email", contact=f"{number}@example.ge", visitor=visitor)

    with pytest.raises(TooManyTries):
        leave_reminder(cycle, kind="email", contact="one@example.ge", visitor=Visitor("2001:db8::ffff", "ka"))
