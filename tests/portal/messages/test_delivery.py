"""Messages on their way: through a mail server and a gateway that work, refuse, hang and die."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.core.mail import get_connection
from django.db import connections
from pytest_django import Settings

from portal.accounts.models import Rhythm, User
from portal.clock import now, pinned
from portal.messages import delivery
from portal.messages.delivery import LEASE, PAUSES, TRIES, Result, deliver, deliver_messages, write_messages
from portal.messages.models import Message, Notice
from portal.messages.tasks import FEW, send_notices
from tests.factories import LANGUAGES
from tests.people import Cast
from tests.portal.messages.smtp_server import MailServer, running_mail_server
from tests.portal.messages.telling import tell_one
from tests.portal.messages.test_sms import Gateway, gateway

__all__ = ["gateway"]  # a fixture

SENTENCES = {
    "ka": "მუნიციპალიტეტმა წინადადება გამოაქვეყნა.",
    "hy": "Քաղաքապետարանը հրապարակեց առաջարկը։",
    "az": "Bələdiyyə təklifi dərc etdi, işığı yandırdı.",
    "en": "The municipality published the proposal.",
}


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with running_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


def send() -> dict[Result, int]:
    write_messages(Notice.objects.due(), seconds=60)
    return dict(deliver_messages(Message.objects.due(), seconds=60))


@contextmanager
def later(by: timedelta) -> Iterator[datetime]:
    with pinned(now() + by):
        yield now()


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_arrives_in_every_language(cast: Cast, server: MailServer, language: str) -> None:
    cast.resident.language = language
    cast.resident.save()
    tell_one(cast.resident, title="Məktəb yolu · წყალი · Գիրք", sentence=SENTENCES[language])

    assert send() == {Result.SENT: 1}

    [(to, mail)] = server.mails
    message = Message.objects.get()
    assert to == [cast.resident.email]
    assert mail["To"] == cast.resident.email
    assert mail["Subject"].strip() == f"Məktəb yolu · წყალი · Գիրք: {SENTENCES[language]}"
    assert mail["From"] == "Khma <khma@localhost>"
    assert mail["Message-ID"] == f"<{message.created_at:%Y%m%d%H%M%S}.{message.pk}@127.0.0.1>"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", language)
    assert mail["List-Unsubscribe"].strip().startswith(f"<http://127.0.0.1:8000/{language}/messages/stop/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert f"- {SENTENCES[language]}\n" in text.get_content().replace("\r\n", "\n")
    assert f'<li lang="{language}">{SENTENCES[language]}' in html.get_content()
    assert (message.sent_at is not None, message.try_at, message.failure) == (True, None, "")


def test_many_mails_go_through_one_connection(cast: Cast, server: MailServer) -> None:
    for user in (cast.resident, cast.neighbour, cast.moderator):
        tell_one(user)

    assert send() == {Result.SENT: 3}
    assert (len(server.mails), server.sessions) == (3, 1)


def test_refused_mail_waits_longer_each_time_and_is_given_up(cast: Cast, server: MailServer) -> None:
    server.refusal = "450 later, please"
    tell_one(cast.resident)
    start = now()
    waited = []

    with pinned(start):
        assert send() == {Result.FAILED: 1}
    for _pause in PAUSES:
        due = Message.objects.get().try_at
        waited.append(due - start)
        with pinned(due - timedelta(seconds=1)):
            assert send() == {}
        start = due
        with pinned(due):
            results = send()

    assert waited == PAUSES
    assert results == {Result.GIVEN_UP: 1}
    message = Message.objects.get()
    assert (message.tries, message.try_at, message.sent_at) == (TRIES, None, None)
    assert message.failure == "SMTPRecipientsRefused"
    with later(timedelta(days=1)):
        assert send() == {}


def test_refused_mail_is_sent_once_the_server_takes_it(cast: Cast, server: MailServer) -> None:
    server.refusal = "450 later, please"
    tell_one(cast.resident)
    tell_one(cast.neighbour)
    assert send() == {Result.FAILED: 2}

    server.refusal = ""
    with later(timedelta(minutes=1)):
        assert send() == {Result.SENT: 2}
    with later(timedelta(days=1)):
        assert send() == {}

    assert [to for to, _mail in server.mails] == [[cast.resident.email], [cast.neighbour.email]]
    assert set(Message.objects.values_list("tries", "failure")) == {(2, "")}


def test_mail_server_that_hangs_up_gets_the_mail_again_under_the_same_id(cast: Cast, server: MailServer) -> None:
    server.dies_after_taking = True
    tell_one(cast.resident)
    assert send() == {Result.FAILED: 1}
    assert Message.objects.get().failure.split()[0] == "SMTPServerDisconnected"

    server.dies_after_taking = False
    with later(timedelta(minutes=1)):
        assert send() == {Result.SENT: 1}

    assert len({mail["Message-ID"] for _to, mail in server.mails}) == 1
    assert len(server.mails) == 2


def test_worker_that_dies_after_sending_leaves_the_mail_to_another(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_one(cast.resident)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send_mail", _dying(delivery._send_mail))
        with pytest.raises(KeyboardInterrupt):
            send()
    assert len(server.mails) == 1

    assert send() == {}  # it is still the dead worker's
    with later(LEASE):
        assert send() == {Result.SENT: 1}
    with later(timedelta(days=1)):
        assert send() == {}

    assert len({mail["Message-ID"] for _to, mail in server.mails}) == 1
    assert len(server.mails) == 2


def test_worker_that_dies_before_sending_loses_nothing(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_one(cast.resident)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send_mail", _dying(lambda *args: None))
        with pytest.raises(KeyboardInterrupt):
            send()

    with later(LEASE):
        assert send() == {Result.SENT: 1}
    assert len(server.mails) == 1


def _dying(act):
    def die(*args: object) -> None:
        act(*args)
        raise KeyboardInterrupt

    return die


def test_worker_that_dies_at_every_try_is_given_up_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_send_mail", _dying(lambda *args: None))
    tell_one(cast.resident)
    for lease in range(TRIES):
        with later(LEASE * lease), pytest.raises(KeyboardInterrupt):
            send()

    with later(timedelta(days=1)):
        assert send() == {}
    assert Message.objects.get().tries == TRIES


def test_stale_copy_of_a_message_cannot_be_claimed(cast: Cast) -> None:
    tell_one(cast.resident)
    [pk] = write_messages(Notice.objects.due(), seconds=60)
    mine, yours = Message.objects.get(pk=pk), Message.objects.get(pk=pk)

    assert [delivery._claim(mine), delivery._claim(yours)] == [True, False]


def test_message_that_is_gone_is_nobodys(cast: Cast) -> None:
    assert deliver(404, get_connection()) == Result.TAKEN


@pytest.mark.parametrize("change", [{"rhythm": Rhythm.NEVER}, {"is_active": False}, {"email": None, "phone": "+99555"}])
def test_message_no_longer_wanted_is_not_sent(cast: Cast, server: MailServer, change: dict[str, object]) -> None:
    tell_one(cast.resident)
    write_messages(Notice.objects.due(), seconds=60)
    User.objects.filter(pk=cast.resident.pk).update(**change)

    assert send() == {Result.UNWANTED: 1}
    assert send() == {}
    assert server.mails == []


def test_task_run_twice_sends_once(cast: Cast, server: MailServer) -> None:
    notice = tell_one(cast.resident)

    for _time in range(2):
        send_notices.call([notice.pk])

    assert len(server.mails) == 1


def test_task_leaves_all_but_a_few_to_the_command(cast: Cast, server: MailServer) -> None:
    readers = [User.objects.create_user(f"{number}@example.ge") for number in range(FEW + 2)]
    send_notices.call([tell_one(user).pk for user in readers])
    assert len(server.mails) == FEW

    assert send() == {Result.SENT: 2}


def test_task_with_a_mail_server_that_is_down_keeps_the_message(cast: Cast, settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        send_notices.call([tell_one(cast.resident).pk])

    message = Message.objects.get()
    assert (message.failure, message.tries, message.sent_at) == ("ConnectionRefusedError", 1, None)
    assert message.try_at > now()


def test_task_gives_up_waiting_for_a_mail_server_that_is_slow(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        monkeypatch.setattr("portal.messages.tasks.SECONDS", 0.2)
        pks = [tell_one(user).pk for user in (cast.resident, cast.neighbour, cast.moderator)]
        start = time.monotonic()
        send_notices.call(pks)

    assert time.monotonic() - start < settings.EMAIL_TIMEOUT / 2
    assert sorted(Message.objects.values_list("tries", "failure")) == [(0, ""), (0, ""), (1, "SMTPServerDisconnected")]
    assert Message.objects.due().count() == 2


def test_text_message_goes_through_the_gateway_when_it_works_again(cast: Cast, gateway: Gateway) -> None:
    User.objects.filter(pk=cast.resident.pk).update(email=None, phone="+995555123456")
    cast.resident.refresh_from_db()
    tell_one(cast.resident)
    gateway.status = 500
    assert send() == {Result.FAILED: 1}
    assert Message.objects.get().failure == "HTTPError 500"

    gateway.status = 202
    with later(timedelta(minutes=1)):
        assert send() == {Result.SENT: 1}

    assert [body["to"] for *_facts, body in gateway.requests] == ["+995555123456"] * 2
    assert gateway.requests[1][3]["text"] == Message.objects.get().text


def test_text_message_waits_while_the_gateway_is_silent(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.messages.sms.GATEWAY_TIMEOUT_SECONDS", 0.2)
    User.objects.filter(pk=cast.resident.pk).update(email=None, phone="+995555123456")
    tell_one(User.objects.get(pk=cast.resident.pk))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SMS_BACKEND = "portal.messages.sms.HttpGateway"
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert send() == {Result.FAILED: 1}

    assert Message.objects.get().failure == "TimeoutError"


def test_logs_and_failures_tell_neither_address_nor_text(
    cast: Cast, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.refusal = "550 no such resident@marneuli.example here"
    tell_one(cast.resident)
    with caplog.at_level("DEBUG"):
        send()

    assert [record.message for record in caplog.records if record.name.startswith("portal")] == [
        f"Message {Message.objects.get().pk} could not be sent at try 1: SMTPRecipientsRefused"
    ]
    told = [*caplog.messages, Message.objects.get().failure]
    assert not [line for line in told if "marneuli.example" in line or "Lamps" in line]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_message_once(cast: Cast, server: MailServer) -> None:
    readers = [User.objects.create_user(f"{number}@example.ge") for number in range(12)]
    for _time in range(2):
        for user in readers:
            tell_one(user, is_own=False)
    Notice.objects.update(is_own=True)  # only now, so that no task has sent them yet
    workers = 4
    barrier = Barrier(workers)

    def work(_number: int) -> dict[Result, int]:
        try:
            barrier.wait()
            return send()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        results = list(pool.map(work, range(workers)))

    assert sum(result.get(Result.SENT, 0) for result in results) == len(readers)
    assert sorted(to for [to], _mail in server.mails) == sorted(user.email for user in readers)
    assert {message.notices.count() for message in Message.objects.all()} == {2}
