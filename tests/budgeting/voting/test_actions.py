"""Casting a ballot."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from budgeting.cycles.models import BallotKind
from budgeting.errors import NotPossible
from budgeting.voting.actions import Receipt, cast_ballot
from budgeting.voting.identity import Voter
from budgeting.voting.models import Ballot, Roll
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


def test_roll_and_ballot_share_no_value(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [1], voter=voter)

    roll, ballot = Roll.objects.values().get(), Ballot.objects.values().get()

    shared = {str(value) for value in roll.values()} & {str(value) for value in ballot.values()}
    assert shared == {str(cycle.pk)}


def _cast_in_thread(cycle_pk: int, voter: Voter, choices: list[int]) -> Receipt:
    from budgeting.cycles.models import Cycle

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
