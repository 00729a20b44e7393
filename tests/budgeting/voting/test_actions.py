"""Casting a ballot."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from budgeting.cycles.models import BallotKind, Cycle
from budgeting.errors import NotPossible
from budgeting.voting.actions import Receipt, cast_ballot
from budgeting.voting.identity import Voter
from budgeting.voting.models import Ballot, Roll, Trace
from budgeting.voting.traces import Circumstances
from portal.clock import pinned
from tests.factories import make_vote, make_voters
from tests.people import Cast


def test_cast_ballot_stores_one_roll_entry_and_one_ballot(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    receipt = cast_ballot(cycle, [3, 1], voter=voter)

    ballot = Ballot.objects.get()
    assert (ballot.choices, ballot.receipt) == ([1, 3], receipt.code)
    assert Roll.objects.get().method == "card"
    assert not receipt.has_replaced


def test_cast_ballot_again_replaces_the_choices_and_keeps_the_receipt(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    first = cast_ballot(cycle, [1], voter=voter)

    second = cast_ballot(cycle, [2, 3], voter=voter)

    assert (second.code, second.has_replaced) == (first.code, True)
    assert list(Ballot.objects.values_list("choices", flat=True)) == [[2, 3]]
    assert Roll.objects.count() == 1


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ([], "Choose at least 1 project."),
        ([1, 2, 3, 4], "Choose at most 3 projects."),
        ([1, 1], "A project can be chosen only once."),
        ([99], "One of the chosen projects is not on this ballot."),
        ([-1], "One of the chosen projects is not on this ballot."),
    ],
)
def test_cast_ballot_refuses_a_bad_ballot_whole(cast: Cast, choices: list[int], sentence: str) -> None:
    cycle = make_vote(cast, (1_000_000,) * 4)
    [voter] = make_voters(cast, cycle)

    with pytest.raises(NotPossible) as refusal:
        cast_ballot(cycle, choices, voter=voter)

    assert str(refusal.value) == sentence
    assert (Roll.objects.count(), Ballot.objects.count()) == (0, 0)


def test_knapsack_ballot_may_spend_the_envelope_and_not_a_lari_more(cast: Cast) -> None:
    costs = (2_000_000, 2_000_000, 100)
    cycle = make_vote(cast, costs, ballot_kind=BallotKind.KNAPSACK, max_projects=None, envelope_tetri=4_000_000)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [1, 2], voter=voter)

    with pytest.raises(NotPossible) as refusal:
        cast_ballot(cycle, [1, 2, 3], voter=voter)

    assert str(refusal.value) == (
        "Your projects cost 40,001\N{NO-BREAK SPACE}₾ together; the envelope is 40,000\N{NO-BREAK SPACE}₾. "
        "Take something out."
    )
    assert Ballot.objects.get().choices == [1, 2]


def test_cast_ballot_before_and_after_the_vote_is_refused(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    for instant in (cycle.voting_from_at - timedelta(seconds=1), cycle.voting_until_at):
        with pinned(instant), pytest.raises(NotPossible, match="not open"):
            cast_ballot(cycle, [1], voter=voter)

    with pinned(cycle.voting_until_at - timedelta(seconds=1)):
        cast_ballot(cycle, [1], voter=voter)
    assert Ballot.objects.count() == 1


def test_a_first_cast_writes_its_rows_and_looks_nothing_up_but_the_rules(cast: Cast) -> None:
    """The costs, the areas; in the transaction the dates, the card and whether it must be bound, the roll, the ballot, the trace. Two for a
    savepoint."""
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    with CaptureQueriesContext(connection) as asked:
        cast_ballot(cycle, [1], voter=voter, circumstances=Circumstances("192.0.2.7", 60))

    assert len(asked) == 8 + 2


def test_a_ballot_cast_again_has_one_trace_of_its_last_circumstances(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    for seconds in (60, 1):
        cast_ballot(cycle, [1], voter=voter, circumstances=Circumstances("192.0.2.7", seconds))

    assert list(Trace.objects.values_list("is_hasty", flat=True)) == [True]


def test_cast_ballot_takes_the_dates_as_they_are_now(cast: Cast) -> None:
    """An hour ago the page was loaded; meanwhile the vote was extended, or has been shortened."""
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    stale = Cycle.objects.get(pk=cycle.pk)
    later = cycle.voting_until_at + timedelta(days=1)
    Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=later)

    with pinned(later - timedelta(seconds=1)):
        cast_ballot(stale, [1], voter=voter)

    Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=cycle.voting_until_at)
    with pinned(later - timedelta(seconds=1)), pytest.raises(NotPossible, match="not open"):
        cast_ballot(stale, [2], voter=voter)
    assert Ballot.objects.get().choices == [1]


def test_roll_and_ballot_share_no_value(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [1], voter=voter)

    roll, ballot = Roll.objects.values().get(), Ballot.objects.values().get()

    shared = {str(value) for value in roll.values()} & {str(value) for value in ballot.values()}
    assert shared == {str(cycle.pk), "online"}


def _cast_in_thread(cycle_pk: int, voter: Voter, choices: list[int]) -> Receipt:
    try:
        return cast_ballot(Cycle.objects.get(pk=cycle_pk), choices, voter=voter)
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_casts_of_one_voter_make_one_ballot_and_one_receipt(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    assert connection.vendor == "postgresql"

    with ThreadPoolExecutor(20) as pool:
        jobs = [pool.submit(_cast_in_thread, cycle.pk, voter, [1 + number % 3]) for number in range(20)]
        receipts = [job.result() for job in jobs]

    assert (Roll.objects.count(), Ballot.objects.count()) == (1, 1)
    assert len({receipt.code for receipt in receipts}) == 1
    assert sum(not receipt.has_replaced for receipt in receipts) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_voters_at_once_are_all_counted(cast: Cast) -> None:
    cycle = make_vote(cast)
    voters = make_voters(cast, cycle, 40)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda voter: _cast_in_thread(cycle.pk, voter, [2]), voters))

    assert (Roll.objects.count(), Ballot.objects.count()) == (40, 40)
