"""Asking for a count and doing it: when, by whom, over which ballots."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from budgeting.counting.conditions import Conditions, conditions_from_data
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.results.actions import ask_count, count_cycle, run_count
from budgeting.results.models import Count, Outcome
from budgeting.voting.actions import GRACE, cast_ballot
from portal.clock import pinned
from portal.log.models import Entry
from tests.budgeting.results.closed import BALLOTS, make_closed
from tests.factories import make_vote, make_voters
from tests.people import ROLES, Cast

NOT_TWICE = "This vote is being counted already."


def test_ask_count_stores_what_will_be_counted_and_counts_nothing(cast: Cast) -> None:
    cycle = make_closed(cast)

    count = ask_count(cycle, by=cast.official)

    stored = Count.objects.get()
    assert stored == count
    assert (stored.asked_by, stored.reason, stored.rule, stored.envelope_tetri) == (cast.official, "", cycle.rule, 1000)
    assert conditions_from_data(stored.conditions) == Conditions(lot_seed=cycle.lot_seed)
    assert (stored.counted_at, stored.beat_at, stored.percent, stored.failure) == (None, None, 0, "")
    assert (stored.trace, stored.other, stored.archive.name) == (None, None, "")
    assert Outcome.objects.count() == 0
    entry = Entry.objects.get(act="ask_count")
    assert (entry.by, entry.facts) == (cast.official, {"cycle": cycle.pk, "count": count.pk})


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if "official" not in name)])
def test_count_cycle_is_an_officials_alone(cast: Cast, name: str) -> None:
    cycle = make_closed(cast)

    with pytest.raises(NotAllowed):
        count_cycle(cycle, by=getattr(cast, name), seconded_by=cast.official)

    assert Count.objects.count() == 0


def test_count_cycle_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast) -> None:
    with pytest.raises(NotAllowed):
        count_cycle(make_closed(cast), by=elsewhere.official, seconded_by=elsewhere.other_official)

    assert Count.objects.count() == 0


def test_count_cycle_waits_for_the_very_end_of_the_vote(cast: Cast) -> None:
    cycle = make_vote(cast)

    over_at = cycle.voting_until_at + GRACE

    with pinned(over_at - timedelta(seconds=1)), pytest.raises(NotPossible) as refusal:
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    assert str(refusal.value) == (
        "The vote cannot be closed yet. Still missing: The vote and the ten minutes after its end are over."
    )
    assert Count.objects.count() == 0

    with pinned(over_at):
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    assert Count.objects.done().count() == 1


def test_a_second_count_is_not_asked_for_while_one_is_unfinished(cast: Cast) -> None:
    cycle = make_closed(cast)
    first = ask_count(cycle, by=cast.official)

    for reason in ("", "We could not wait."):
        with pytest.raises(NotPossible) as refusal:
            ask_count(Cycle.objects.get(), by=cast.other_official, reason=reason)
        assert str(refusal.value) == NOT_TWICE

    assert list(Count.objects.all()) == [first]
    assert Entry.objects.filter(act="ask_count").count() == 1


def test_database_holds_one_unfinished_count_for_a_cycle(cast: Cast) -> None:
    cycle, other = make_closed(cast), make_closed(cast)
    Count.objects.create(cycle=cycle, rule=cycle.rule)

    with pytest.raises(IntegrityError), transaction.atomic():
        Count.objects.create(cycle=cycle, rule=cycle.rule)

    Count.objects.create(cycle=other, rule=other.rule)
    Count.objects.create(cycle=cycle, rule=cycle.rule, failure="No.")
    Count.objects.create(cycle=cycle, rule=cycle.rule, counted_at=cycle.voting_until_at)
    assert (Count.objects.count(), Count.objects.unfinished().count()) == (4, 2)


def test_database_refuses_an_unknown_reason_and_a_place_twice(cast: Cast) -> None:
    count = count_cycle(make_closed(cast), by=cast.official, seconded_by=cast.other_official)

    with pytest.raises(IntegrityError), transaction.atomic():
        count.outcomes.update(reason="luck")
    with pytest.raises(IntegrityError), transaction.atomic():
        count.outcomes.update(place=1)


def test_a_finished_count_is_not_done_again(cast: Cast) -> None:
    count = count_cycle(make_closed(cast), by=cast.official, seconded_by=cast.other_official)
    before = Count.objects.values().get()

    with pytest.raises(NotPossible) as refusal:
        run_count(Count.objects.get())

    assert str(refusal.value) == NOT_TWICE
    assert (Count.objects.values().get(), count.outcomes.count()) == (before, 4)


def test_a_count_refuses_tetri_that_its_archive_cannot_hold(cast: Cast) -> None:
    cycle = make_closed(cast, [[1]])
    cycle.proposals.filter(number=1).update(cost_tetri=60_050)

    with pytest.raises(NotPossible) as refusal:
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert str(refusal.value) == "Votes are counted in whole lari; one of the sums has tetri."
    assert Count.objects.get().failure == str(refusal.value)


def test_count_cycle_counts_this_cycles_ballots_alone(cast: Cast) -> None:
    make_closed(cast, [[4]] * 5)
    cycle = make_closed(cast, BALLOTS)

    assert count_cycle(cycle, by=cast.official, seconded_by=cast.other_official).ballots == 4


def test_a_replaced_ballot_counts_once_as_it_was_last(cast: Cast) -> None:
    cycle = make_vote(cast, (500, 400))
    [voter] = make_voters(cast, cycle)
    for choices in ([1], [1, 2], [2]):
        cast_ballot(cycle, choices, voter=voter)

    with pinned(cycle.voting_until_at + GRACE):
        count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert list(count.outcomes.values_list("project__number", "votes")) == [(2, 1), (1, 0)]
