"""Counts behind the pages: at once, or by a worker."""

import signal
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus, task_backends
from pytest_django import Settings

from budgeting.results.actions import ask_count
from budgeting.results.models import Count
from budgeting.results.tasks import count_in_background
from tests.budgeting.results.closed import make_closed, winners
from tests.people import Cast


@pytest.fixture
def queue(settings: Settings) -> Iterator[None]:
    """Tasks wait in the database; the worker's hold on Ctrl+C is given back."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def work() -> None:
    """A worker does all that waits, and ends."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_a_count_is_done_at_once(cast: Cast) -> None:
    count = ask_count(make_closed(cast), by=cast.official)

    result = count_in_background.enqueue(count.pk)

    count.refresh_from_db()
    assert (result.status, count.percent, winners(count)) == (TaskResultStatus.SUCCESSFUL, 100, [1, 3])


def test_a_refused_count_keeps_the_reason(cast: Cast) -> None:
    count = ask_count(make_closed(cast, [[1]]), by=cast.official)
    count.cycle.proposals.filter(number=1).update(cost_tetri=60_050)

    result = count_in_background.enqueue(count.pk)

    count.refresh_from_db()
    assert (result.status, count.counted_at) == (TaskResultStatus.FAILED, None)
    assert count.failure == "Votes are counted in whole lari; one of the sums has tetri."


@pytest.mark.django_db(transaction=True)  # a worker lets its connection go in between
@pytest.mark.usefixtures("queue")
def test_a_count_waits_for_a_worker(cast: Cast) -> None:
    count = ask_count(make_closed(cast), by=cast.official)

    waiting = count_in_background.enqueue(count.pk)
    count.refresh_from_db()
    assert (waiting.status, count.beat_at, count.counted_at) == (TaskResultStatus.READY, None, None)
    work()

    count.refresh_from_db()
    assert (count.percent, winners(count)) == (100, [1, 3])
    assert task_backends["default"].get_result(waiting.id).status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)  # a worker lets its connection go in between
@pytest.mark.usefixtures("queue")
def test_a_count_enqueued_twice_is_done_once(cast: Cast) -> None:
    count = ask_count(make_closed(cast), by=cast.official)
    tasks = [count_in_background.enqueue(count.pk) for _time in range(2)]

    work()

    states = [task_backends["default"].get_result(one.id).status for one in tasks]
    assert sorted(states) == [TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL]
    stored = Count.objects.get()
    assert (stored.failure, winners(stored)) == ("", [1, 3])
