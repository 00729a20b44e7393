"""Counts and casts at the same time: only PostgreSQL lets them meet."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from datetime import datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils.translation import override

from budgeting.counting.archive import differences
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.results import actions, storing
from budgeting.results.actions import STALE_AFTER, ask_count, run_count
from budgeting.results.models import Count
from budgeting.results.queries import published_archive
from budgeting.voting.actions import cast_ballot
from budgeting.voting.identity import Voter
from budgeting.voting.models import Ballot, Roll
from portal.accounts.models import User
from portal.clock import now, pinned
from tests.budgeting.results.closed import make_closed, published, winners
from tests.factories import make_vote, make_voters
from tests.people import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE = 20  # seconds until a test that waits for the wrong thing fails
A_MOMENT = 0.5  # long enough to see that somebody waits
NOT_TWICE = "This vote is being counted already."


def said(act: Callable[..., object], *args: Any, at: datetime | None = None) -> str:
    """What the act refuses with in a thread of its own; "" if it was done."""
    try:
        with override("en"), pinned(at) if at else nullcontext():
            act(*args)
    except NotPossible as refusal:
        return str(refusal)
    finally:
        connections.close_all()
    return ""


def run(count_pk: int, barrier: Barrier) -> None:
    count = Count.objects.get(pk=count_pk)
    barrier.wait(PATIENCE)
    run_count(count)


def ask(cycle_pk: int, official_pk: int, barrier: Barrier) -> None:
    cycle, official = Cycle.objects.get(pk=cycle_pk), User.objects.get(pk=official_pk)
    barrier.wait(PATIENCE)
    ask_count(cycle, by=official)


def is_waiting(job: Future[str]) -> bool:
    return not wait([job], timeout=A_MOMENT).done


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


def count_now(cycle_pk: int, official_pk: int) -> None:
    run_count(ask_count(Cycle.objects.get(pk=cycle_pk), by=User.objects.get(pk=official_pk)))


def cast_slowly(cycle_pk: int, voter: Voter, is_open: Event, may_commit: Event) -> None:
    with transaction.atomic():
        cast_ballot(Cycle.objects.get(pk=cycle_pk), [1], voter=voter)
        is_open.set()
        may_commit.wait(PATIENCE)


def test_a_ballot_on_its_way_makes_the_count_wait_and_is_counted(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    is_open, may_commit = Event(), Event()
    last_second = cycle.voting_until_at - timedelta(seconds=1)

    with ThreadPoolExecutor(2) as pool:
        voting = pool.submit(said, cast_slowly, cycle.pk, voter, is_open, may_commit, at=last_second)
        assert is_open.wait(PATIENCE)
        counting = pool.submit(said, count_now, cycle.pk, cast.official.pk, at=cycle.voting_until_at)
        has_waited = is_waiting(counting)
        may_commit.set()

        assert (voting.result(PATIENCE), counting.result(PATIENCE), has_waited) == ("", "", True)
    assert (Count.objects.get().ballots, Ballot.objects.count()) == (1, 1)


def vote(cycle_pk: int, voter: Voter) -> None:
    cast_ballot(Cycle.objects.get(pk=cycle_pk), [1], voter=voter)


def test_a_ballot_that_comes_while_the_ballots_are_read_waits_and_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cycle.voting_until_at = now() + timedelta(seconds=2)
    cycle.save()
    is_read, may_go_on = Event(), Event()
    real = actions.election_of

    def pause(*args: Any) -> Any:
        is_read.set()
        may_go_on.wait(PATIENCE)
        return real(*args)

    monkeypatch.setattr(actions, "election_of", pause)
    with ThreadPoolExecutor(2) as pool:
        counting = pool.submit(said, count_now, cycle.pk, cast.official.pk, at=cycle.voting_until_at)
        assert is_read.wait(PATIENCE)
        began_at = now()
        voting = pool.submit(said, vote, cycle.pk, voter)
        has_waited = is_waiting(voting)
        while now() < cycle.voting_until_at:
            wait([voting], timeout=0.1)
        may_go_on.set()

        assert (counting.result(PATIENCE), voting.result(PATIENCE)) == ("", "The vote is not open now.")
    assert (began_at < cycle.voting_until_at, has_waited) == (True, True)
    assert (Count.objects.get().ballots, Ballot.objects.count(), Roll.objects.count()) == (0, 0, 0)
