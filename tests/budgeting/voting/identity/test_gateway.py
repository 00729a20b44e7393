"""A code's whole way: page, task, gateway over HTTP, and back."""

import logging
import socket
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.sms import tasks
from budgeting.voting.identity.sms.models import SmsAccount, SmsAttempt
from budgeting.voting.models import Ballot
from portal.clock import now
from portal.messages import sms
from tests.budgeting.voting.identity.listed import NUMBER, PHONE
from tests.factories import make_vote
from tests.people import Cast
from tests.portal.messages.gateway import Gateway, gateway

__all__ = ["gateway"]  # a fixture
pytestmark = pytest.mark.django_db(transaction=True)
NOT_SENT = "The text message could not be sent. Ask for a new code, or vote at the municipality or a booth."


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["sms"])


def post(client: Client, cycle: Cycle, **data: str) -> Any:
    return client.post(reverse("vote_identify", args=[cycle.address]), {"method": "sms", **data})


def ask(client: Client, cycle: Cycle) -> Any:
    client.post(reverse("vote", args=[cycle.address]), {"choice": ["1"]})
    return post(client, cycle, number=NUMBER, phone="555 12 34 56")


def ticket_of(page: Any) -> str:
    [(_method, form, _level)] = page.context["methods"]
    return str(form["ticket"].value())


def test_a_code_goes_over_http_and_opens_the_vote(client: Client, cycle: Cycle, gateway: Gateway) -> None:
    asked = ask(client, cycle)
    [(_command, _path, _kind, body)] = gateway.requests

    cast_ = post(client, cycle, ticket=ticket_of(asked), code=body["text"][:6])

    assert (asked.status_code, body["to"], cast_.status_code) == (200, PHONE, 302)
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("fault", ["500", "refused", "hangs"])
def test_a_gateway_that_fails_gives_a_sentence_and_counts_against_nothing(
    client: Client,
    cycle: Cycle,
    gateway: Gateway,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    monkeypatch.setattr(sms, "GATEWAY_TIMEOUT_SECONDS", 0.2)
    gateway.status, gateway.delay = (500, 0) if fault == "500" else (200, 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if fault == "refused":
            settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with caplog.at_level(logging.DEBUG):
            pages = [ask(client, cycle) for _time in range(6)]  # one more than a phone may have

    assert [page.status_code for page in pages] == [422] * 6
    assert all(NOT_SENT in page.content.decode() for page in pages)
    assert SmsAccount.objects.get().sent == 0
    assert [secret for secret in (NUMBER, PHONE[1:], "555 12 34 56") if secret in _logged(caplog, "django.db")] == []


def _logged(caplog: pytest.LogCaptureFixture, *but: str) -> str:
    return " ".join(record.getMessage() for record in caplog.records if record.name not in but)


def test_with_a_worker_the_page_does_not_wait_for_the_gateway(
    client: Client, cycle: Cycle, gateway: Gateway, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    gateway.delay = 3
    client.get(reverse("vote", args=[cycle.address]))
    began = time.monotonic()

    page = ask(client, cycle)

    assert (page.status_code, gateway.requests, time.monotonic() - began < 2) == (200, [], True)


def test_a_queued_code_stands_in_the_database_sealed_and_is_sent_by_the_worker(
    client: Client, cycle: Cycle, gateway: Gateway, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked = ask(client, cycle)
    queued = str(list(DBTaskResult.objects.values()))

    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)

    [(_command, _path, _kind, body)] = gateway.requests
    code = body["text"][:6]
    left = queued + str(list(DBTaskResult.objects.values()))
    assert [secret for secret in (PHONE, PHONE[1:], NUMBER, f'"{code}"') if secret in left] == []
    assert post(client, cycle, ticket=ticket_of(asked), code=code).status_code == 302


def test_with_a_worker_a_failure_is_told_when_the_code_is_typed(
    client: Client, cycle: Cycle, gateway: Gateway, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    gateway.status = 503
    asked = ask(client, cycle)
    _run_queued()

    page = post(client, cycle, ticket=ticket_of(asked), code="123456")

    assert (page.status_code, NOT_SENT in page.content.decode()) == (422, True)
    assert SmsAccount.objects.get().sent == 0


def test_a_code_that_waited_too_long_in_the_queue_is_not_sent(
    client: Client, cycle: Cycle, gateway: Gateway, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ask(client, cycle)
    SmsAttempt.objects.update(sent_at=now() - tasks.VALID_FOR * 1.1)

    _run_queued()

    assert (gateway.requests, SmsAttempt.objects.get().has_failed, SmsAccount.objects.get().sent) == ([], True, 0)


def _run_queued() -> None:
    for row in DBTaskResult.objects.all():
        tasks.deliver_code.call(*row.args_kwargs["args"])
