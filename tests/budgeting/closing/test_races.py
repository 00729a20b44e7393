"""The close and casts at the same time: only PostgreSQL lets them meet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import transaction

from budgeting.closing import actions
from budgeting.closing.actions import close_vote, move_closing, second_closing
from budgeting.closing.models import Closing, SealedBallot, SealedReceipt
from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.identity import Voter
from budgeting.voting.keys import has_key
from budgeting.voting.models import Ballot, Roll
from portal.accounts.models import User
from portal.clock import now
from tests.budgeting.at_once import PATIENCE, is_waiting, said
from tests.budgeting.results.closed import make_over
from tests.factories import make_vote, make_voters
from tests.people import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def close_now(cycle_pk: int, official_pk: int, other_pk: int) -> None:
    official, other = (User.objects.get(pk=pk) for pk in (official_pk, other_pk))
    close_vote(Cycle.objects.get(pk=cycle_pk), by=official, seconded_by=other)


def cast_slowly(cycle_pk: int, voter: Voter, is_open: Event, may_commit: Event) -> None:
    with transaction.atomic():
        cast_ballot(Cycle.objects.get(pk=cycle_pk), [1], voter=voter)
        is_open.set()
        may_commit.wait(PATIENCE)


def vote(cycle_pk: int, voter: Voter) -> None:
    cast_ballot(Cycle.objects.get(pk=cycle_pk), [1], voter=voter)


def second_at(motion_pk: int, official_pk: int, barrier: Barrier) -> None:
    motion, official = Motion.objects.get(pk=motion_pk), User.objects.get(pk=official_pk)
    barrier.wait(PATIENCE)
    second_closing(motion, by=official)


def test_a_ballot_on_its_way_makes_the_close_wait_and_is_never_lost(cast: Cast) -> None:
    """It came before the end but is stored only now: the numbers are then other than moved, and nothing is lost."""
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    is_open, may_commit = Event(), Event()
    last_second, over = cycle.voting_until_at - timedelta(seconds=1), cycle.voting_until_at + GRACE
    people = (cast.official.pk, cast.other_official.pk)

    with ThreadPoolExecutor(2) as pool:
        voting = pool.submit(said, cast_slowly, cycle.pk, voter, is_open, may_commit, at=last_second)
        assert is_open.wait(PATIENCE)
        closing = pool.submit(said, close_now, cycle.pk, *people, at=over)
        has_waited = is_waiting(closing)
        may_commit.set()
        answers = (voting.result(PATIENCE), closing.result(PATIENCE))

    assert has_waited
    assert answers == ("", "The numbers have changed since this was moved. Drop it and move it again.")
    assert (Ballot.objects.count(), SealedBallot.objects.count()) == (1, 0)
    Motion.objects.waiting().update(dropped_at=over)
    assert said(close_now, cycle.pk, *people, at=over) == ""
    assert list(SealedBallot.objects.values_list("choices", flat=True)) == [[1]]


def test_a_ballot_changed_on_its_way_is_sealed_as_it_was_last(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [2], voter=voter)
    is_open, may_commit = Event(), Event()

    with ThreadPoolExecutor(2) as pool:
        last_second = cycle.voting_until_at - timedelta(seconds=1)
        voting = pool.submit(said, cast_slowly, cycle.pk, voter, is_open, may_commit, at=last_second)
        assert is_open.wait(PATIENCE)
        people = (cast.official.pk, cast.other_official.pk)
        closing = pool.submit(said, close_now, cycle.pk, *people, at=cycle.voting_until_at + GRACE)
        has_waited = is_waiting(closing)
        may_commit.set()
        assert (voting.result(PATIENCE), closing.result(PATIENCE), has_waited) == ("", "", True)

    assert list(SealedBallot.objects.values_list("choices", flat=True)) == [[1]]
    assert (SealedReceipt.objects.count(), Ballot.objects.count(), has_key(cycle)) == (1, 0, False)


def test_a_ballot_that_comes_during_the_close_waits_and_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the voter's machine believes that the vote is open: its clock is late."""
    cycle = make_vote(cast)
    early, late = make_voters(cast, cycle, 2)
    cast_ballot(cycle, [2], voter=early)
    is_sealing, may_go_on = Event(), Event()
    real = actions.seal_ballots

    def pause(*args: Any) -> Any:
        is_sealing.set()
        may_go_on.wait(PATIENCE)
        return real(*args)

    monkeypatch.setattr(actions, "seal_ballots", pause)
    with ThreadPoolExecutor(3) as pool:
        people = (cast.official.pk, cast.other_official.pk)
        closing = pool.submit(said, close_now, cycle.pk, *people, at=cycle.voting_until_at + GRACE)
        assert is_sealing.wait(PATIENCE)
        voting = [pool.submit(said, vote, cycle.pk, voter) for voter in (early, late)]
        have_waited = [is_waiting(job) for job in voting]
        may_go_on.set()
        assert closing.result(PATIENCE) == ""
        assert [job.result(PATIENCE) for job in voting] == ["The vote is not open now."] * 2

    assert (have_waited, now() < cycle.voting_until_at) == ([True, True], True)
    assert list(SealedBallot.objects.values_list("choices", flat=True)) == [[2]]
    assert (Ballot.objects.count(), Roll.objects.count()) == (0, 1)


def test_of_two_who_second_the_close_at_once_one_is_told(cast: Cast) -> None:
    third = User.objects.create_user("third@marneuli.example")
    third.roles.create(kind="official", municipality=cast.municipality)
    for round_ in range(3):
        cycle, barrier = make_over(cast), Barrier(2)
        motion = move_closing(cycle, by=cast.official)

        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(said, second_at, motion.pk, one.pk, barrier) for one in (cast.other_official, third)]
            answers = sorted(job.result(PATIENCE) for job in both)

        assert answers == ["", "This motion has been settled already."]
        assert (Closing.objects.count(), cycle.sealed_ballots.count()) == (round_ + 1, 4)
