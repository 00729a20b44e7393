"""The roll at the table, and the printed one typed in later."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from budgeting.booths.models import RollConflict
from budgeting.booths.stamping import LineState, Tone, enter_offline, look_up, stamp
from budgeting.cycles.models import Area
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.identity.checking.models import CheckDay
from budgeting.voting.identity.residents.actions import load_residents
from budgeting.voting.keys import keyed_hash
from budgeting.voting.models import Ballot, Channel, Roll, Trace
from portal.clock import pinned, today
from portal.languages.templatetags.languages import day
from portal.log.models import Entry
from tests.budgeting.booths.paper import after, make_booth, number_of, sign_twice, type_twice, voter_of
from tests.factories import make_vote
from tests.people import Cast


def test_who_has_not_voted_may_vote_and_is_stamped_once(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    assert look_up(booth, number_of(1), by=cast.booth_officer).tone == Tone.GREEN
    assert not Roll.objects.exists()

    stamp(booth, number_of(1), by=cast.booth_officer)

    facts = Roll.objects.values("method", "channel", "booth", "area", "voted_on").get()
    assert facts == {"method": "paper", "channel": "paper", "booth": booth.pk, "area": None, "voted_on": today()}
    sentence = f"Has voted on paper on {day(today())}. Booth: Sadakhlo, school."
    verdict = look_up(booth, number_of(1), by=cast.booth_officer)
    assert (verdict.tone, verdict.may_vote, verdict.sentence) == (Tone.RED, False, sentence)
    with pytest.raises(NotPossible) as refusal:
        stamp(make_booth(cast, cycle, "Library"), number_of(1), by=cast.official)
    assert str(refusal.value) == sentence
    assert (Roll.objects.count(), Ballot.objects.count()) == (1, 0)


def test_who_has_voted_online_is_not_stamped(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    cast_ballot(cycle, [1], voter=voter_of(cycle, 1))

    assert look_up(booth, number_of(1), by=cast.booth_officer).sentence == f"Has voted online on {day(today())}."
    with pytest.raises(NotPossible, match="Has voted online on"):
        stamp(booth, number_of(1), by=cast.booth_officer)
    assert Roll.objects.get().channel == Channel.ONLINE


def test_a_stamp_leaves_a_trace_of_its_booth_and_nothing_in_the_log(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    before = Entry.objects.count()

    stamp(booth, number_of(1), by=cast.booth_officer)

    trace = Trace.objects.get()
    assert trace.booth == booth
    assert trace.trace_key == keyed_hash(cycle, "trace", f"stamp:{Roll.objects.get().voter_key}")
    assert Entry.objects.count() == before


def test_who_is_not_on_the_residents_list_is_amber_and_may_be_stamped(
    cast: Cast,
) -> None:
    cycle = make_vote(cast)
    load_residents(cycle, [f"{number_of(1)},1985\n".encode()])
    booth = make_booth(cast, cycle)

    tones = [look_up(booth, number_of(place), by=cast.booth_officer).tone for place in (1, 2)]
    stamp(booth, number_of(2), by=cast.booth_officer)

    assert tones == [Tone.GREEN, Tone.AMBER]
    assert Roll.objects.count() == 1


def test_a_booth_stamps_only_while_the_vote_is_open(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    for instant in (cycle.voting_from_at - timedelta(seconds=1), cycle.voting_until_at):
        with pinned(instant):
            for act in (look_up, stamp):
                with pytest.raises(NotPossible, match="The vote is not open now."):
                    act(booth, number_of(1), by=cast.booth_officer)
    with pinned(cycle.voting_until_at - timedelta(seconds=1)):
        stamp(booth, number_of(1), by=cast.booth_officer)

    assert Roll.objects.count() == 1


def test_only_who_works_at_booths_reads_the_roll(cast: Cast, elsewhere: Cast) -> None:
    booth = make_booth(cast, make_vote(cast))
    for person in (cast.administrator, cast.observer, cast.moderator, cast.resident, elsewhere.booth_officer):
        for act in (look_up, stamp):
            with pytest.raises(NotAllowed):
                act(booth, number_of(1), by=person)
        with pytest.raises(NotAllowed):
            enter_offline(booth, [number_of(1)], by=person, voted_on=today())


def test_where_areas_have_lists_the_stamp_says_whose_sheet_it_is(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    area = Area.objects.create(cycle=cycle, name="North", envelope_tetri=1_000_000)

    with pytest.raises(NotPossible, match="Say for which area the sheet is."):
        stamp(booth, number_of(1), by=cast.booth_officer)
    stamp(booth, number_of(1), by=cast.booth_officer, area=area)

    assert Roll.objects.get().area == area


def test_a_printed_roll_is_typed_in_later_and_every_line_answered(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth, other = make_booth(cast, cycle), make_booth(cast, cycle, "Library")
    cast_ballot(cycle, [1], voter=voter_of(cycle, 2))
    stamp(other, number_of(3), by=cast.booth_officer)
    on = localdate(cycle.voting_from_at) + timedelta(days=1)
    typed = [number_of(1), f" {number_of(2)[:5]}-{number_of(2)[5:]} ", "", number_of(3), "3500100000", number_of(1)]

    with after(cycle):
        lines = enter_offline(booth, typed, by=cast.booth_officer, voted_on=on)

    states = [LineState.MARKED, LineState.OVERTAKEN, LineState.TWICE, LineState.UNREAD, LineState.TWICE]
    assert [(line.place, line.state) for line in lines] == list(enumerate(states, start=1))
    assert lines[2].sentence == f"Has voted on paper on {day(today())}. Booth: Library."
    assert sorted(Roll.objects.values_list("channel", "booth", "voted_on")) == sorted(
        [("paper", booth.pk, on), ("paper", booth.pk, on), ("paper", other.pk, today())]
    )
    assert Ballot.objects.get().is_superseded
    assert list(RollConflict.objects.values_list("booth", flat=True)) == [booth.pk]
    assert not any(number_of(place) in str(lines) for place in range(1, 4))


def test_a_printed_roll_is_of_a_day_of_the_vote_that_has_come(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    for on in (localdate(cycle.voting_from_at) - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(NotPossible, match="On that day the vote was not open."):
            enter_offline(booth, [number_of(1)], by=cast.booth_officer, voted_on=on)
    on = localdate(cycle.voting_until_at) + timedelta(days=1)
    late = pinned(cycle.voting_until_at + timedelta(days=2))
    with late, pytest.raises(NotPossible, match="On that day the vote was not open."):
        enter_offline(booth, [number_of(1)], by=cast.booth_officer, voted_on=on)
    with pytest.raises(NotPossible, match="Type at most 200 numbers at once."):
        enter_offline(booth, [number_of(1)] * 201, by=cast.booth_officer, voted_on=today())

    assert not Roll.objects.exists()


def test_a_printed_roll_comes_too_late_once_the_protocol_is_signed_by_two(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        type_twice(cast, booth, [])
        sign_twice(cast, booth, unused=10)
        with pytest.raises(NotPossible, match="protocol is signed by two people"):
            enter_offline(booth, [number_of(1)], by=cast.booth_officer, voted_on=localdate(cycle.voting_until_at))

    assert not Roll.objects.exists()


def test_a_stamp_is_never_refused_by_the_database_which_would_note_whose_it_was(cast: Cast) -> None:
    booth = make_booth(cast, make_vote(cast))

    with CaptureQueriesContext(connection) as seen:
        stamp(booth, number_of(1), by=cast.booth_officer)
        enter_offline(booth, [number_of(2)], by=cast.booth_officer, voted_on=today())

    entering = [one["sql"] for one in seen if "INSERT INTO budgeting_roll" in one["sql"].replace('"', "")]
    assert ["DO NOTHING" in statement for statement in entering] == [True, True]


def test_who_is_looked_up_at_a_booth_is_counted_for_the_officer_as_at_the_desk(cast: Cast) -> None:
    booth = make_booth(cast, make_vote(cast))

    for place in (1, 2):
        look_up(booth, number_of(place), by=cast.booth_officer)

    assert list(CheckDay.objects.values_list("officer", "looked_up")) == [(cast.booth_officer.pk, 2)]
