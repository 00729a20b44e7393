"""Counts at the same time: only PostgreSQL lets them meet."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from budgeting.counting.archive import differences
from budgeting.cycles.models import Cycle
from budgeting.results import storing
from budgeting.results.actions import STALE_AFTER, ask_count, run_count
from budgeting.results.models import Count
from budgeting.results.queries import published_archive
from portal.accounts.models import User
from portal.clock import now
from tests.budgeting.at_once import PATIENCE, is_waiting, said
from tests.budgeting.results.closed import make_closed, published, winners
from tests.people import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOT_TWICE = "This vote is being counted already."


def run(count_pk: int, barrier: Barrier) -> None:
    count = Count.objects.get(pk=count_pk)
    barrier.wait(PATIENCE)
    run_count(count)


def ask(cycle_pk: int, official_pk: int, barrier: Barrier) -> None:
    cycle, official = Cycle.objects.get(pk=cycle_pk), User.objects.get(pk=official_pk)
    barrier.wait(PATIENCE)
    ask_count(cycle, by=official)


@pytest.mark.parametrize("is_stale", [False, True])
def test_of_two_who_run_one_count_at_once_one_publishes_and_one_is_told(cast: Cast, is_stale: bool) -> None:
    for _round in range(5):
        count = ask_count(make_closed(cast), by=cast.official)
        if is_stale:
            Count.objects.filter(pk=count.pk).update(beat_at=now() - 2 * STALE_AFTER)
        finished, outcomes, entries, files = published()
        barrier = Barrier(2)

        with ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(said, run, count.pk, barrier) for _runner in range(2)]
            answers = sorted(job.result(PATIENCE) for job in jobs)

        assert answers == ["", NOT_TWICE]
        count.refresh_from_db()
        assert (winners(count), count.failure, differences(published_archive(count))) == ([1, 3], "", [])
        after = published()
        assert (*after[:3], len(after[3] - files)) == (finished + 1, outcomes + 4, entries + 1, 1)


def test_of_two_officials_who_ask_at_once_one_is_told(cast: Cast) -> None:
    for _round in range(5):
        cycle, barrier = make_closed(cast), Barrier(2)

        with ThreadPoolExecutor(2) as pool:
            people = (cast.official, cast.other_official)
            jobs = [pool.submit(said, ask, cycle.pk, person.pk, barrier) for person in people]
            answers = sorted(job.result(PATIENCE) for job in jobs)

        assert answers == ["", NOT_TWICE]
        assert Count.objects.filter(cycle=cycle).count() == 1


def test_a_count_asked_for_while_the_first_is_published_still_needs_a_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = ask_count(make_closed(cast), by=cast.official)
    is_publishing, may_commit = Event(), Event()

    def pause(_topic: str) -> None:
        is_publishing.set()
        may_commit.wait(PATIENCE)

    monkeypatch.setattr(storing, "announce", pause)
    with ThreadPoolExecutor(2) as pool:
        runner = pool.submit(said, run, count.pk, Barrier(1))
        assert is_publishing.wait(PATIENCE)
        asker = pool.submit(said, ask, count.cycle_id, cast.other_official.pk, Barrier(1))
        has_waited = is_waiting(asker)
        may_commit.set()

        assert (runner.result(PATIENCE), has_waited) == ("", True)
        assert asker.result(PATIENCE) == "This vote has been counted already. Say why it is counted again."
    assert list(Count.objects.all()) == [count]
