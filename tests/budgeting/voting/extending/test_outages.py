"""The outage rule: ten minutes or more within the last 24 hours are given back."""

from datetime import timedelta

import pytest

from budgeting.booths.entries import open_box
from budgeting.booths.models import Booth
from budgeting.closing.checklist import closing_checklist
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import GRACE
from budgeting.voting.extending.actions import may_still_extend, record_outage, second_extension
from budgeting.voting.extending.models import Outage
from budgeting.voting.extending.queries import owed_end, owed_length
from portal.clock import pinned
from portal.languages.templatetags.languages import moment
from portal.log.models import Entry
from tests.budgeting.booths.paper import make_booth
from tests.budgeting.voting.extending.outages import HOUR, MINUTE, down, extend, move
from tests.factories import make_vote
from tests.people import ROLES, Cast


@pytest.mark.parametrize(
    ("before_end", "minutes", "owed_minutes"),
    [
        (3 * HOUR, 10, 10),
        (3 * HOUR, 9, 0),
        (23 * HOUR, 90, 90),
        (25 * HOUR, 50, 0),  # over before the last 24 hours began
        (25 * HOUR, 90, 90),  # reaches into them: its whole length
    ],
)
def test_an_outage_is_owed_by_its_length_and_time(
    cast: Cast, before_end: timedelta, minutes: int, owed_minutes: int
) -> None:
    cycle = make_vote(cast)

    down(cast, cycle, cycle.voting_until_at - before_end, minutes * MINUTE)

    assert owed_length(cycle) == owed_minutes * MINUTE


def test_outages_that_touch_are_one_and_others_add_up(cast: Cast) -> None:
    cycle = make_vote(cast)
    start = cycle.voting_until_at - 5 * HOUR
    for offset, minutes in ((0, 6), (6, 6), (3, 4), (60, 9), (120, 30)):
        down(cast, cycle, start + offset * MINUTE, minutes * MINUTE)

    assert owed_length(cycle) == (12 + 30) * MINUTE


def test_a_shorter_extension_is_refused_and_a_sufficient_one_settles_it(cast: Cast) -> None:
    cycle = make_vote(cast)
    end = cycle.voting_until_at
    down(cast, cycle, end - 3 * HOUR, HOUR)
    with pinned(end - HOUR):
        with pytest.raises(NotPossible) as refusal:
            move(cast, cycle, end + HOUR - MINUTE)
        extension = extend(cast, cycle, end + HOUR)

    told = f"The outages oblige to extend the vote at least until {moment(end + HOUR)}."
    assert refusal.value.faults == {"until_at": told}
    assert (owed_end(cycle), list(extension.outages.all())) == (None, [Outage.objects.get()])


def test_an_outage_recorded_after_the_motion_makes_it_too_short(cast: Cast) -> None:
    cycle = make_vote(cast)
    end = cycle.voting_until_at
    with pinned(end - 2 * HOUR):
        motion = move(cast, cycle, end + 10 * MINUTE)
    down(cast, cycle, end - HOUR, 20 * MINUTE)

    with pinned(end - 30 * MINUTE), pytest.raises(NotPossible, match="The outages oblige"):
        second_extension(motion, by=cast.other_official)


def test_the_vote_is_not_closed_while_an_extension_is_owed(cast: Cast) -> None:
    cycle = make_vote(cast)
    end = cycle.voting_until_at
    down(cast, cycle, end - 30 * MINUTE, HOUR)
    with pinned(end + 2 * HOUR):
        line = next(one for one in closing_checklist(cycle) if "outage" in str(one.text))
        assert (line.is_met, line.missing) == (False, (f"Extend the vote at least until {moment(end + HOUR)}.",))

        extend(cast, cycle, end + 4 * HOUR)

        assert all(one.is_met for one in closing_checklist(cycle) if "outage" in str(one.text))
        assert cycle.stage == Stage.VOTING
    with pinned(end + 4 * HOUR + GRACE):
        assert all(one.is_met for one in closing_checklist(cycle))


def test_an_outage_beyond_the_end_gives_back_what_was_lost_before_it(cast: Cast) -> None:
    """Down from half an hour before the end until two hours after it: half an hour has to be still to come."""
    cycle = make_vote(cast)
    end = cycle.voting_until_at
    down(cast, cycle, end - 30 * MINUTE, 150 * MINUTE)

    with pinned(end + 3 * HOUR):
        assert may_still_extend(cycle)
        with pytest.raises(NotPossible, match="The outages oblige"):
            move(cast, cycle, end + 3 * HOUR + 29 * MINUTE)
        extend(cast, cycle, end + 3 * HOUR + 30 * MINUTE)
        assert cycle.stage == Stage.VOTING


def test_after_the_end_only_an_outage_that_lasted_to_it_is_recorded(cast: Cast) -> None:
    cycle = make_vote(cast)
    end = cycle.voting_until_at

    with pinned(end + HOUR):
        with pytest.raises(NotPossible, match="Only an outage that lasted to its end"):
            record_outage(cycle, by=cast.official, from_at=end - HOUR, until_at=end - MINUTE)
        assert not may_still_extend(cycle)
        record_outage(cycle, by=cast.official, from_at=end - HOUR, until_at=end)
        assert may_still_extend(cycle)


@pytest.mark.parametrize(
    ("from_hours", "until_hours"), [(-1, -1), (-1, -2), (-1, 1), (-24 * 9, -24 * 8), (-2, 0), (3000, 3001)]
)
def test_impossible_times_are_refused(cast: Cast, from_hours: int, until_hours: int) -> None:
    cycle = make_vote(cast)
    instant = cycle.voting_from_at + HOUR

    with pinned(instant), pytest.raises(NotPossible):
        record_outage(
            cycle, by=cast.official, from_at=instant + from_hours * HOUR, until_at=instant + until_hours * HOUR
        )

    assert Outage.objects.count() == 0


def test_an_outage_sent_twice_is_recorded_once(cast: Cast) -> None:
    cycle = make_vote(cast)
    start = cycle.voting_until_at - HOUR
    down(cast, cycle, start, 10 * MINUTE)

    with pytest.raises(NotPossible):
        down(cast, cycle, start, 10 * MINUTE)

    assert (Outage.objects.count(), Entry.objects.filter(act="record_outage").count()) == (1, 1)


@pytest.mark.parametrize("name", [name for name in ROLES if "official" not in name])
def test_outages_are_recorded_by_officials(cast: Cast, elsewhere: Cast, name: str) -> None:
    cycle = make_vote(cast)
    start = cycle.voting_from_at

    for person in (getattr(cast, name), elsewhere.official):
        with pytest.raises(NotAllowed):
            record_outage(cycle, by=person, from_at=start, until_at=start + HOUR)


def test_a_box_is_opened_only_when_nothing_can_go_on_any_more_and_then_nothing_does(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    end = cycle.voting_until_at
    down(cast, cycle, end - HOUR, HOUR)

    with pinned(end + HOUR), pytest.raises(NotPossible, match="opened when the vote is over"):
        open_box(booth, by=cast.booth_officer, ballots=0)
    with pinned(end + 2 * MINUTE):
        extend(cast, cycle, end + 3 * HOUR)
    with pinned(end + 4 * HOUR):
        open_box(Booth.objects.get(), by=cast.booth_officer, ballots=0)
        with pytest.raises(NotPossible, match="cannot go on any more"):
            record_outage(cycle, by=cast.official, from_at=end + 2 * HOUR, until_at=end + 3 * HOUR)
