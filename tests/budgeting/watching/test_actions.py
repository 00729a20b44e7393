"""Finding bursts, and what two officials may decide on them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from budgeting.closing.actions import close_vote
from budgeting.closing.models import SealedBallot
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.models import Trace
from budgeting.voting.traces import Circumstances, window_now
from budgeting.watching.actions import find_flags, move_verdict, second_verdict
from budgeting.watching.bursts import FEWEST
from budgeting.watching.models import Flag, Suspicion, Verdict
from budgeting.watching.queries import traces_set_aside, undecided_flags
from portal.clock import pinned
from portal.log.models import Entry
from tests.budgeting.live.own_thread import in_own_thread
from tests.factories import make_cycle, make_vote, make_voters
from tests.people import Cast


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast)


def trace(cycle: Cycle, count: int, *, window: int = 7, **facts: object) -> None:
    start = Trace.objects.count()
    Trace.objects.bulk_create(
        Trace(cycle=cycle, trace_key=f"{start + number:064}", window=window, **facts) for number in range(count)
    )


def flags(cycle: Cycle) -> list[tuple[str, int, int | None]]:
    found = Flag.objects.filter(cycle=cycle).order_by("suspicion", "window")
    return list(found.values_list("suspicion", "ballots", "window"))


@pytest.mark.parametrize("suspicion", Suspicion)
def test_group_is_flagged_from_its_limit_on(cast: Cast, cycle: Cycle, suspicion: Suspicion) -> None:
    common = {
        Suspicion.BLOCK: {"block": "a"},
        Suspicion.PHONES: {"phones": "a"},
        Suspicion.BOOTH: {"booth": cycle.booths.create(name="School")},
        Suspicion.HASTY: {"is_hasty": True},
    }[suspicion]
    trace(cycle, FEWEST[suspicion] - 1, **common)
    below = find_flags(cycle)
    trace(cycle, 1, **common)

    assert (below, find_flags(cycle), flags(cycle)) == (0, 1, [(suspicion, FEWEST[suspicion], 7)])


def test_what_has_nothing_in_common_is_no_group(cycle: Cycle) -> None:
    trace(cycle, 100)  # from shared networks: no block is kept
    for block in range(10):
        trace(cycle, 29, block=str(block))
    for window in range(10):
        trace(cycle, 29, block="slow", window=window)

    assert find_flags(cycle) == 0


def test_two_booths_in_the_same_minutes_are_two_groups(cycle: Cycle) -> None:
    for name in ("School", "Club"):
        trace(cycle, 60, booth=cycle.booths.create(name=name))

    assert (find_flags(cycle), {flag.booth.name for flag in Flag.objects.all()}) == (2, {"School", "Club"})


def test_other_cycle_is_not_looked_at(cast: Cast, cycle: Cycle) -> None:
    trace(make_cycle(cast), 20, block="a")
    trace(cycle, 20, block="a")

    assert find_flags(cycle) == 0


def test_looking_again_finds_nothing_new_and_brings_the_number_up_to_date(cycle: Cycle) -> None:
    trace(cycle, 30, block="a")
    find_flags(cycle)
    trace(cycle, 5, block="a")

    assert (find_flags(cycle), flags(cycle)) == (0, [("block", 35, 7)])


def test_looking_costs_no_more_with_more_ballots_and_groups(cycle: Cycle) -> None:
    def queries() -> int:
        find_flags(cycle)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            find_flags(cycle)
        return len(seen)

    trace(cycle, 30, block="a")
    few = queries()
    for block in range(5):
        trace(cycle, 40, block=f"b{block}")

    assert queries() == few


def decided(cast: Cast, flag: Flag, verdict: Verdict) -> Flag:
    return second_verdict(move_verdict(flag, by=cast.official, verdict=verdict, reason="Why"), by=cast.other_official)


def test_two_officials_decide_and_it_is_on_the_record(cast: Cast, cycle: Cycle) -> None:
    trace(cycle, 30, block="a")
    find_flags(cycle)
    flag = decided(cast, Flag.objects.get(), Verdict.SET_ASIDE)

    facts = {"verdict": "set_aside", "reason": "Why", "ballots": 30, "suspicion": "block"}
    entries = Entry.objects.filter(act__in=["move_motion", "second_motion"])
    assert (flag.verdict, flag.reason, undecided_flags(cycle)) == ("set_aside", "Why", 0)
    assert [facts.items() <= entry.facts.items() for entry in entries] == [True, True]
    assert traces_set_aside(cycle) == set(Trace.objects.values_list("trace_key", flat=True))


@pytest.mark.parametrize(
    "who", ["moderator", "reviewer", "booth_officer", "translator", "administrator", "observer", "resident"]
)
def test_nobody_but_officials_decides(cast: Cast, cycle: Cycle, who: str) -> None:
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.HASTY, window=7, ballots=10)
    with pytest.raises(NotAllowed):
        move_verdict(flag, by=getattr(cast, who), verdict=Verdict.KEEP, reason="Why")
    motion = move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="Why")
    with pytest.raises(NotAllowed):
        second_verdict(motion, by=getattr(cast, who))


def test_one_official_does_not_decide_alone_nor_somebody_from_elsewhere(
    cast: Cast, elsewhere: Cast, cycle: Cycle
) -> None:
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.HASTY, window=7, ballots=10)
    motion = move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="Why")

    with pytest.raises(NotPossible, match="another official"):
        second_verdict(motion, by=cast.official)
    with pytest.raises(NotAllowed):
        second_verdict(motion, by=elsewhere.official)
    assert undecided_flags(cycle) == 1


def test_paper_cannot_be_set_aside(cast: Cast, cycle: Cycle) -> None:
    booth = cycle.booths.create(name="School")
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.BOOTH, booth=booth, window=7, mark="1", ballots=60)

    with pytest.raises(NotPossible, match="They can only be kept"):
        move_verdict(flag, by=cast.official, verdict=Verdict.SET_ASIDE, reason="Why")
    assert decided(cast, flag, Verdict.KEEP).verdict == "keep"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_decision_needs_a_reason(cast: Cast, cycle: Cycle, reason: str) -> None:
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.HASTY, window=7, ballots=10)
    with pytest.raises(NotPossible, match="Give a reason"):
        move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason=reason)


def test_nothing_is_decided_while_ballots_may_still_join(cast: Cast, cycle: Cycle) -> None:
    """So a group that is decided on cannot grow."""
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.HASTY, window=window_now(), ballots=10)
    with pytest.raises(NotPossible, match="Decide when its five minutes are over"):
        move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="Why")


def test_decided_group_is_not_decided_again(cast: Cast, cycle: Cycle) -> None:
    flag = decided(
        cast, Flag.objects.create(cycle=cycle, suspicion=Suspicion.HASTY, window=7, ballots=10), Verdict.KEEP
    )
    with pytest.raises(NotPossible, match="already"):
        move_verdict(flag, by=cast.official, verdict=Verdict.SET_ASIDE, reason="Why")


def test_small_number_of_ballots_does_not_stand_in_the_log(cast: Cast, cycle: Cycle) -> None:
    """Voters may have changed their ballots elsewhere: three are left of thirty."""
    flag = Flag.objects.create(cycle=cycle, suspicion=Suspicion.BLOCK, mark="a", window=7, ballots=30)
    trace(cycle, 3, block="a")
    assert move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="Why").facts["ballots"] is None


def cast_from(cycle: Cycle, voter, address: str, *, at, seconds: float = 60) -> None:
    with pinned(at):
        cast_ballot(cycle, [1], voter=voter, circumstances=Circumstances(address, seconds))


def test_set_aside_wins_over_keep_and_a_changed_ballot_is_where_it_was_cast_last(cast: Cast) -> None:
    """Thirty from one block, ten of them hasty: the block is kept, the hasty ones are set aside. Then one hasty
    voter votes again, elsewhere and in peace."""
    cycle = make_vote(cast)
    voters = make_voters(cast, cycle, 30)
    at = cycle.voting_from_at + timedelta(hours=1)
    for number, voter in enumerate(voters):
        cast_from(cycle, voter, "203.0.113.9", at=at, seconds=2 if number < 10 else 60)
    find_flags(cycle)
    for flag in Flag.objects.all():
        decided(cast, flag, Verdict.KEEP if flag.suspicion == Suspicion.BLOCK else Verdict.SET_ASIDE)
    cast_from(cycle, voters[0], "192.0.2.1", at=at + timedelta(hours=2))

    with pinned(cycle.voting_until_at + GRACE):
        closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert closing.facts["ballots"] == {"set_aside": 9, "counted": 21}
    assert SealedBallot.objects.count() == 30


def test_close_looks_for_bursts_a_last_time_and_keeps_what_it_finds(cast: Cast) -> None:
    cycle = make_vote(cast)
    for voter in make_voters(cast, cycle, 10):
        cast_from(cycle, voter, "203.0.113.9", at=cycle.voting_from_at, seconds=1)

    with pinned(cycle.voting_until_at + GRACE), pytest.raises(NotPossible, match="in quarantine"):
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
    assert flags(cycle) == [("hasty", 10, flags(cycle)[0][2])]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_flag_a_group_once(cast: Cast) -> None:
    cycle = in_own_thread(make_cycle, cast)
    in_own_thread(lambda: [trace(cycle, 40, block=str(block)) for block in range(5)])

    def look(_time: int) -> int:
        try:
            return find_flags(cycle)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(16)))

    assert Flag.objects.filter(cycle=cycle).count() == 5
