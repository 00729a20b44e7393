"""How a vote ends: cases 13, 14, 18, 36 and 39 of the forty; T3, T13, T18, T19 and T20 of the thirty."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.closing.actions import move_closing, second_closing
from budgeting.closing.models import Closing, SealedBallot
from budgeting.cycles.actions import change_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.motions.actions import drop
from budgeting.motions.models import Motion
from budgeting.results.actions import move_count, move_publication, run_count, second_count, second_publication
from budgeting.results.models import Count
from budgeting.results.queries import standing_count
from budgeting.staff.actions import give_role, take_role
from budgeting.voting.actions import GRACE, cast_ballot, is_taken
from budgeting.voting.checklist import sign_voting_gate
from budgeting.voting.extending.actions import second_extension
from budgeting.voting.extending.models import VoteExtension
from budgeting.voting.keys import make_key
from budgeting.voting.models import Ballot, Roll, Step, StepCount
from portal.accounts.models import RoleKind
from portal.clock import now, pinned
from portal.languages.templatetags.languages import moment
from portal.log.models import Entry
from portal.log.sealing import seal_log
from portal.log.verifying import verify_log
from tests.budgeting.voting.extending.outages import HOUR, extend, move
from tests.factories import make_cycle, make_feasible, make_vote, make_voters, open_vote
from tests.people import Cast

SECOND = timedelta(seconds=1)


def counted(step: Step) -> int:
    return sum(StepCount.objects.filter(step=step).values_list("total", flat=True))


@pytest.mark.parametrize(
    ("late", "since", "is_accepted", "steps"),
    [
        (-SECOND, None, True, (0, 0)),
        (timedelta(), None, False, (1, 0)),
        (SECOND, None, False, (1, 0)),
        (SECOND, -SECOND, True, (0, 1)),
        (GRACE - SECOND, -SECOND, True, (0, 1)),
        (GRACE, -SECOND, False, (1, 0)),
        (SECOND, SECOND, False, (1, 0)),
    ],
)
def test_case_13_the_servers_clock_decides_who_is_late(
    cast: Cast, late: timedelta, since: timedelta | None, is_accepted: bool, steps: tuple[int, int]
) -> None:
    cycle = make_vote(cast)
    end = cycle.voting_until_at
    voter = replace(make_voters(cast, cycle)[0], since_at=None if since is None else end + since)

    with pinned(end + late):
        answer = ""
        try:
            cast_ballot(cycle, [1], voter=voter)
        except NotPossible as refusal:
            answer = str(refusal)

    assert answer == ("" if is_accepted else "The vote is not open now.")
    assert (Ballot.objects.count(), Roll.objects.count()) == (int(is_accepted), int(is_accepted))
    assert (counted(Step.LATE), counted(Step.GRACED)) == steps


def test_case_14_before_the_opening_nothing_is_cast_and_nobody_is_called_late(cast: Cast) -> None:
    cycle = make_vote(cast)
    voter = make_voters(cast, cycle)[0]

    with pinned(cycle.voting_from_at - SECOND), pytest.raises(NotPossible, match="not open"):
        cast_ballot(cycle, [1], voter=voter)

    assert (Ballot.objects.count(), counted(Step.LATE)) == (0, 0)


def test_case_14_a_clock_that_jumps_back_does_not_open_a_closed_vote(cast: Cast) -> None:
    cycle = make_vote(cast)
    voter = replace(make_voters(cast, cycle)[0], since_at=cycle.voting_from_at)
    close(cast, cycle)

    for instant in (cycle.voting_from_at, cycle.voting_until_at - SECOND, cycle.voting_until_at + SECOND):
        with pinned(instant):
            stored = Cycle.objects.get(pk=cycle.pk)
            assert (stored.stage, stored.is_vote_over, is_taken(stored)) == (Stage.OBJECTIONS, True, False)
            with pytest.raises(NotPossible):
                cast_ballot(stored, [1], voter=voter)
            assert Client().get(reverse("vote", args=[cycle.pk])).status_code == 409
            with pytest.raises(NotPossible, match="closed already"):
                move(cast, stored, cycle.voting_until_at + 9 * HOUR)

    assert (Ballot.objects.count(), Roll.objects.count()) == (0, 0)


def close(cast: Cast, cycle: Cycle) -> Closing:
    with pinned(cycle.voting_until_at + GRACE):
        return second_closing(move_closing(cycle, by=cast.official), by=cast.other_official)


def test_case_18_a_ballot_taken_out_behind_the_back_stops_the_close(cast: Cast) -> None:
    cycle = make_vote(cast)
    for voter in make_voters(cast, cycle, 3):
        cast_ballot(cycle, [1], voter=voter)
    Ballot.objects.filter(pk=Ballot.objects.first().pk).delete()

    with pytest.raises(NotPossible, match="The roll has 3 entries, but there are 2 ballots"):
        close(cast, cycle)

    assert (Closing.objects.count(), SealedBallot.objects.count()) == (0, 0)


def test_case_36_one_official_alone_opens_nothing(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.VOTING)
    make_feasible(cast, cycle)
    make_key(cycle)
    with pinned(cycle.voting_from_at - timedelta(days=2)):
        sign_voting_gate(cycle, by=cast.official)
        with pytest.raises(NotPossible):
            sign_voting_gate(cycle, by=cast.official)

    assert (Cycle.objects.get().stage, is_taken(Cycle.objects.get())) == (Stage.REVIEWING, False)
    assert Client().get(reverse("vote", args=[cycle.pk])).status_code == 409


def test_case_36_one_official_alone_ends_nothing(cast: Cast) -> None:
    """Extending, closing, counting and publishing: each waits for somebody else, and nothing is done meanwhile."""
    cycle = make_vote(cast)
    end = cycle.voting_until_at
    motions = [move(cast, cycle, end + HOUR)]
    assert Cycle.objects.get().voting_until_at == end
    refuse_own(cast, motions[-1])
    extend_by_other(cast, motions[-1])

    with pinned(end + HOUR + GRACE):
        closing = move_closing(Cycle.objects.get(), by=cast.official)
        assert Closing.objects.count() == 0
        with pytest.raises(NotPossible, match="another official has to second it"):
            second_closing(closing, by=cast.official)
        second_closing(closing, by=cast.other_official)
        count_motion = move_count(cycle, by=cast.official)
        with pytest.raises(NotPossible, match="another official has to second it"):
            second_count(count_motion, by=cast.official)
        assert Count.objects.count() == 0
        count = run_count(second_count(count_motion, by=cast.other_official))
        publication = move_publication(count, by=cast.official)
        with pytest.raises(NotPossible, match="another official has to second it"):
            second_publication(publication, by=cast.official)
        assert standing_count(cycle) is None
        second_publication(publication, by=cast.other_official)

    assert standing_count(cycle) == count
    assert all(motion.seconded_by_id not in (None, motion.moved_by_id) for motion in Motion.objects.all())


def refuse_own(cast: Cast, motion: Motion) -> None:
    with pytest.raises(NotPossible, match="another official has to second it"):
        second_extension(motion, by=cast.official)
    assert VoteExtension.objects.count() == 0


def extend_by_other(cast: Cast, motion: Motion) -> None:
    second_extension(motion, by=cast.other_official)


def test_case_36_the_old_end_stays_visible(cast: Cast) -> None:
    cycle = make_vote(cast, voting_until_at=now().replace(microsecond=0) + timedelta(days=5))
    old = cycle.voting_until_at
    extend(cast, cycle, old + timedelta(days=3))

    page = Client().get(reverse("cycle", args=[cycle.pk])).content.decode()

    assert f"<del>{moment(old)}</del>" in page
    assert f"The vote was to end on {moment(old)}. It was extended until {moment(cycle.voting_until_at)}." in page
    assert "Moved by Official, seconded by Other_official." in page


def test_case_36_nothing_reopens_a_closed_vote(cast: Cast) -> None:
    cycle = make_vote(cast)
    with pinned(cycle.voting_until_at - HOUR):
        waiting = move(cast, cycle, cycle.voting_until_at + 20 * HOUR)
    with pytest.raises(NotPossible, match="waits for a second official"):
        close(cast, cycle)
    drop(waiting, by=cast.other_official)
    closing = close(cast, cycle)

    with pytest.raises(NotPossible):
        extend_by_other(cast, waiting)
    with pytest.raises(NotPossible, match="closed already"):
        move_closing(Cycle.objects.get(), by=cast.official)
    cycle.refresh_from_db()
    assert (Closing.objects.get(), cycle.voting_closed_at) == (closing, closing.closed_at)


@pytest.mark.parametrize("late", [-SECOND, SECOND])
def test_t03_a_ballot_a_second_before_or_after_the_end(cast: Cast, late: timedelta) -> None:
    cycle = make_vote(cast)
    voter = make_voters(cast, cycle)[0]

    with pinned(cycle.voting_until_at + late):
        if late < timedelta():
            cast_ballot(cycle, [1], voter=voter)
        else:
            with pytest.raises(NotPossible):
                cast_ballot(cycle, [1], voter=voter)

    assert Ballot.objects.count() == int(late < timedelta())


def test_t18_prices_and_rules_are_locked_once_the_vote_is_signed_for(cast: Cast) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible):
        change_cycle(cycle, by=cast.administrator, envelope_tetri=1)

    assert Cycle.objects.get().envelope_tetri == 10_000_000


def test_t19_stages_move_without_anyone_signed_in_also_after_downtime(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_feasible(cast, cycle)
    open_vote(cast, cycle)
    page = reverse("vote", args=[cycle.pk])

    def status_at(instant: datetime) -> int:
        with pinned(instant):
            return Client().get(page).status_code

    instants = [cycle.voting_from_at - SECOND, cycle.voting_from_at, cycle.voting_until_at]
    assert [status_at(instant) for instant in instants] == [409, 200, 409]


def test_t20_everything_of_a_vote_is_in_the_chained_log(cast: Cast) -> None:
    cycle = make_vote(cast)
    extend(cast, cycle, cycle.voting_until_at + HOUR)
    close(cast, cycle)
    with pinned(cycle.voting_until_at + 2 * HOUR):
        count = run_count(second_count(move_count(cycle, by=cast.official), by=cast.other_official))
        second_publication(move_publication(count, by=cast.official), by=cast.other_official)
    seal_log()

    acts = set(Entry.objects.values_list("act", flat=True))
    wanted = {"create_cycle", "sign_gate", "decide_proposal", "move_motion", "second_motion", "extend_vote"}
    assert wanted | {"close_vote", "destroy_key", "ask_count", "count_cycle", "publish_count"} <= acts
    assert verify_log().entries == Entry.objects.count()


def test_t20_changed_rules_and_roles_are_recorded_with_what_changed(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)
    change_cycle(cycle, by=cast.administrator, envelope_tetri=5_000_000, min_age=cycle.min_age)
    role = give_role(cast.municipality, by=cast.administrator, user=cast.neighbour, kind=RoleKind.MODERATOR)
    take_role(role, by=cast.administrator)

    changed = Entry.objects.get(act="change_cycle")
    roles = Entry.objects.filter(act__in=["give_role", "take_role"]).order_by("pk")
    assert (changed.by, changed.facts["fields"]) == (cast.administrator, ["envelope_tetri"])
    assert [(one.act, one.facts) for one in roles] == [
        (act, {"user": cast.neighbour.pk, "kind": "moderator"}) for act in ("give_role", "take_role")
    ]


def test_t26_nothing_is_forgotten_of_a_running_vote(cast: Cast) -> None:
    """What is deleted at the close stays while the vote runs."""
    cycle = make_vote(cast)
    for voter in make_voters(cast, cycle, 2):
        cast_ballot(cycle, [1], voter=voter)

    with pytest.raises(NotPossible):
        move_closing(cycle, by=cast.official)

    assert (Ballot.objects.count(), Closing.objects.count()) == (2, 0)
    close(cast, cycle)
    with pytest.raises(NotPossible, match="closed already"):
        close(cast, cycle)
    assert (Ballot.objects.count(), SealedBallot.objects.count()) == (0, 2)
