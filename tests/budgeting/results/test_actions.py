"""Counting a cycle."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.results.actions import count_cycle
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import Bar, Summary, result_bars, summarise
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot, Roll
from portal.clock import pinned
from portal.log.models import Entry
from tests.factories import make_vote, make_voters
from tests.people import ROLES, Cast

AFTER = timedelta(hours=1)


def make_closed(cast: Cast, ballots: list[list[int]], costs: tuple[int, ...] = (600, 500, 400, 100)) -> Cycle:
    """A vote that closed a moment ago, with an envelope of 1,000 tetri."""
    cycle = make_vote(cast, costs, envelope_tetri=1000)
    voters = make_voters(cast, cycle, len(ballots)) if ballots else []
    for voter, choices in zip(voters, ballots, strict=True):
        cast_ballot(cycle, choices, voter=voter)
    shift = cycle.voting_until_at - cycle.voting_from_at
    for field in ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at"):
        setattr(cycle, field, getattr(cycle, field) - shift)
    cycle.save()
    return cycle


BALLOTS = [[1, 2], [1, 2], [1], [3]]


def test_count_cycle_stores_what_was_decided_and_why(cast: Cast) -> None:
    cycle = make_closed(cast, BALLOTS)

    count = count_cycle(cycle, by=cast.official)

    assert (count.ballots, count.envelope_tetri, count.rule, count.lot_seed, count.counted_by) == (
        4,
        1000,
        "greedy",
        cycle.lot_seed,
        cast.official,
    )
    fields = ("project__number", "place", "votes", "cost_tetri", "is_funded", "reason", "left_tetri", "is_tied")
    assert list(Outcome.objects.values_list(*fields)) == [
        (1, 1, 3, 600, True, "fits", 1000, False),
        (2, 2, 2, 500, False, "no_money_left", 400, False),
        (3, 3, 1, 400, True, "fits", 400, False),
        (4, 4, 0, 100, False, "no_votes", 0, False),
    ]
    assert set(Outcome.objects.values_list("is_selected_officially", flat=True)) == {None}
    entry = Entry.objects.get(act="count_cycle")
    assert (entry.by, entry.municipality, entry.facts) == (
        cast.official,
        cast.municipality,
        {"cycle": cycle.pk, "ballots": 4},
    )


def test_outcomes_say_why_in_a_sentence_and_how_much_was_missing(cast: Cast) -> None:
    count = count_cycle(make_closed(cast, BALLOTS), by=cast.official)

    assert [(str(outcome.sentence), outcome.missing_tetri) for outcome in count.outcomes.all()] == [
        ("Its turn came while there was enough money for it.", 0),
        ("When its turn came, less money was left than it costs.", 100),
        ("Its turn came while there was enough money for it.", 0),
        ("Nobody chose it.", 100),
    ]


def test_outcomes_add_up(cast: Cast) -> None:
    cycle = make_closed(cast, BALLOTS)

    count = count_cycle(cycle, by=cast.official)

    outcomes = list(count.outcomes.all())
    assert sum(outcome.votes for outcome in outcomes) == sum(len(ballot) for ballot in BALLOTS)
    assert {outcome.project for outcome in outcomes} == set(cycle.proposals.on_ballot())
    assert summarise(count, outcomes) == Summary(4, 2, 4, spent_tetri=1000, left_tetri=0, same_as_official=None)


def test_bars_are_in_proportion_to_votes_and_in_the_order_of_turns(cast: Cast) -> None:
    count = count_cycle(make_closed(cast, BALLOTS), by=cast.official)

    bars = result_bars(count)

    assert bars == [
        Bar(outcome, percent) for outcome, percent in zip(count.outcomes.all(), (100, 67, 33, 0), strict=True)
    ]


def test_a_vote_without_a_ballot_funds_nothing(cast: Cast) -> None:
    count = count_cycle(make_closed(cast, []), by=cast.official)

    outcomes = list(count.outcomes.all())
    assert summarise(count, outcomes) == Summary(0, 0, 4, spent_tetri=0, left_tetri=1000, same_as_official=None)
    assert [bar.percent for bar in result_bars(count)] == [0] * 4


def test_count_cycle_counts_once(cast: Cast) -> None:
    cycle = make_closed(cast, BALLOTS)
    first = count_cycle(cycle, by=cast.official)

    with pytest.raises(NotPossible) as refusal:
        count_cycle(Cycle.objects.get(), by=cast.other_official)

    assert str(refusal.value) == "This vote has been counted already."
    assert list(Count.objects.all()) == [first]
    assert (Outcome.objects.count(), Entry.objects.filter(act="count_cycle").count()) == (4, 1)


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if "official" not in name)])
def test_count_cycle_is_an_officials_alone(cast: Cast, name: str) -> None:
    cycle = make_closed(cast, BALLOTS)

    with pytest.raises(NotAllowed):
        count_cycle(cycle, by=getattr(cast, name))

    assert Count.objects.count() == 0


def test_count_cycle_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast) -> None:
    with pytest.raises(NotAllowed):
        count_cycle(make_closed(cast, BALLOTS), by=elsewhere.official)


def test_count_cycle_waits_for_the_very_end_of_the_vote(cast: Cast) -> None:
    cycle = make_vote(cast)

    with pinned(cycle.voting_until_at - timedelta(seconds=1)), pytest.raises(NotPossible) as refusal:
        count_cycle(cycle, by=cast.official)
    assert (str(refusal.value), Count.objects.count()) == ("The vote is not over yet.", 0)

    with pinned(cycle.voting_until_at):
        count_cycle(cycle, by=cast.official)
    assert Count.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "numbers"),
    [(Roll, "the roll has 3 entries, but there are 4"), (Ballot, "the roll has 4 entries, but there are 3")],
)
def test_count_cycle_refuses_when_roll_and_ballots_differ(
    cast: Cast, table: type[Roll] | type[Ballot], numbers: str
) -> None:
    cycle = make_closed(cast, BALLOTS)
    table.objects.filter(pk=table.objects.values_list("pk", flat=True)[0]).delete()

    with pytest.raises(NotPossible) as refusal:
        count_cycle(cycle, by=cast.official)

    assert str(refusal.value) == f"Not counted: {numbers} ballots."
    assert (Count.objects.count(), Outcome.objects.count()) == (0, 0)


def test_count_cycle_counts_this_cycles_ballots_alone(cast: Cast) -> None:
    make_closed(cast, [[4]] * 5)
    cycle = make_closed(cast, BALLOTS)

    assert count_cycle(cycle, by=cast.official).ballots == 4


def test_a_replaced_ballot_counts_once_as_it_was_last(cast: Cast) -> None:
    cycle = make_vote(cast, (500, 400))
    [voter] = make_voters(cast, cycle)
    for choices in ([1], [1, 2], [2]):
        cast_ballot(cycle, choices, voter=voter)

    with pinned(cycle.voting_until_at):
        count = count_cycle(cycle, by=cast.official)

    assert list(count.outcomes.values_list("project__number", "votes")) == [(2, 1), (1, 0)]


def test_database_refuses_a_second_count_and_an_unknown_reason(cast: Cast) -> None:
    cycle = make_closed(cast, BALLOTS)
    count = count_cycle(cycle, by=cast.official)

    with pytest.raises(IntegrityError), transaction.atomic():
        Count.objects.create(cycle=cycle, rule="greedy", lot_seed="", ballots=0, envelope_tetri=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        count.outcomes.update(reason="luck")
    with pytest.raises(IntegrityError), transaction.atomic():
        count.outcomes.update(place=1)
