"""The lines of the closing's checklist, one by one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from budgeting.booths.models import Booth, BoothProtocol
from budgeting.closing.actions import close_vote, move_closing
from budgeting.closing.checklist import closing_checklist
from budgeting.closing.models import Closing, SealedBallot
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.motions.actions import move
from budgeting.motions.models import Act, Motion
from budgeting.voting.actions import GRACE
from budgeting.voting.models import Ballot, Channel, Roll
from budgeting.watching.models import Flag, Suspicion
from portal.clock import pinned, today
from tests.budgeting.results.closed import make_over
from tests.factories import make_vote
from tests.people import Cast

OVER = "The vote and the ten minutes after its end are over"
MOVED = "Nothing that was moved waits for a second official"
OUTAGES = "Every outage is made up for"
QUARANTINE = "No ballots are in quarantine"
BOOTHS = "Every booth's protocol is signed by two people"
AGREE = "The roll and the ballots agree"


def red_lines(cycle: Cycle) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(line.text), line.missing) for line in closing_checklist(cycle) if not line.is_met]


def test_a_vote_that_is_over_may_be_closed(cast: Cast) -> None:
    cycle = make_over(cast)

    assert [str(line.text) for line in closing_checklist(cycle)] == [OVER, MOVED, OUTAGES, QUARANTINE, BOOTHS, AGREE]
    assert red_lines(cycle) == []


@pytest.mark.parametrize(
    ("after_end", "is_red"), [(timedelta(), True), (GRACE - timedelta(seconds=1), True), (GRACE, False)]
)
def test_the_ten_minutes_after_the_end_are_waited_for(cast: Cast, after_end: timedelta, is_red: bool) -> None:
    cycle = make_vote(cast)

    with pinned(cycle.voting_until_at + after_end):
        assert red_lines(cycle) == ([(OVER, ())] if is_red else [])


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (Act.EXTEND, "Extend the vote"),
        (Act.DECIDE, "Decide on ballots in quarantine"),
        (Act.WITHDRAW, "Withdraw a project from the vote"),
    ],
)
def test_what_was_moved_and_waits_holds_the_close(cast: Cast, act: Act, name: str) -> None:
    cycle = make_over(cast)
    move(cycle, act, by=cast.official, facts={})

    assert red_lines(cycle) == [(MOVED, (name,))]


def test_a_flag_without_a_verdict_holds_the_close(cast: Cast) -> None:
    cycle, other = make_over(cast), make_over(cast)
    for where in (cycle, cycle, other):
        Flag.objects.create(
            cycle=where, suspicion=Suspicion.BLOCK, mark="m" * 64, window=Flag.objects.count(), ballots=30
        )

    assert red_lines(cycle) == [(QUARANTINE, ("2",))]


def sign_protocol(cast: Cast, booth: Booth, valid: int, *, is_countersigned: bool = True) -> None:
    BoothProtocol.objects.create(
        booth=booth,
        facts={"valid": valid},
        signed_by=cast.booth_officer,
        countersigned_by=cast.official if is_countersigned else None,
        countersigned_at=booth.cycle.voting_until_at if is_countersigned else None,
    )


def stamp(cycle: Cycle, booth: Booth, number: int, *, with_ballot: bool = True) -> None:
    """Somebody votes on paper, and the ballot from the box is stored."""
    key = f"{number:064x}"
    Roll.objects.create(
        cycle=cycle, voter_key=key, method="booth", channel=Channel.PAPER, booth=booth, voted_on=today()
    )
    if with_ballot:
        Ballot.objects.create(cycle=cycle, ballot_key=f"p{number:063x}", channel=Channel.PAPER, choices=[1])


def test_each_booth_without_two_signatures_is_named(cast: Cast) -> None:
    cycle = make_over(cast)
    unsigned, single, signed = (
        Booth.objects.create(cycle=cycle, name=name) for name in ("Algeti", "Sadakhlo", "Tsereteli")
    )
    sign_protocol(cast, single, 0, is_countersigned=False)
    sign_protocol(cast, signed, 0)

    assert red_lines(cycle) == [(BOOTHS, (str(unsigned), str(single)))]


def _lose_ballot(cycle: Cycle) -> None:
    Ballot.objects.filter(cycle=cycle).earliest("pk").delete()


def _lose_roll_entry(cycle: Cycle) -> None:
    Roll.objects.filter(cycle=cycle).earliest("pk").delete()


def _slip_in_ballot(cycle: Cycle) -> None:
    Ballot.objects.create(cycle=cycle, ballot_key="f" * 64, receipt="0" * 12, choices=[1])


def _slip_in_roll_entry(cycle: Cycle) -> None:
    Roll.objects.create(cycle=cycle, voter_key="f" * 64, method="card", voted_on=today())


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_lose_ballot, "The roll has 4 entries, but there are 3 ballots."),
        (_lose_roll_entry, "The roll has 3 entries, but there are 4 ballots."),
        (_slip_in_ballot, "The roll has 4 entries, but there are 5 ballots."),
        (_slip_in_roll_entry, "The roll has 5 entries, but there are 4 ballots."),
    ],
)
def test_case_18_a_row_changed_behind_the_sites_back_refuses_the_close(
    cast: Cast, spoil: Callable[[Cycle], None], sentence: str
) -> None:
    cycle = make_over(cast)
    spoil(cycle)

    with pytest.raises(NotPossible) as refusal:
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert str(refusal.value) == f"The vote cannot be closed yet. Still missing: {AGREE} ({sentence})."
    assert (Closing.objects.count(), SealedBallot.objects.count(), Motion.objects.count()) == (0, 0, 0)


def test_paper_ballots_are_as_many_as_the_booths_found_valid(cast: Cast) -> None:
    cycle = make_over(cast)
    booth = Booth.objects.create(cycle=cycle, name="Algeti")
    stamp(cycle, booth, 1)
    stamp(cycle, booth, 2, with_ballot=False)  # invalid, or an empty envelope: the stamp stands
    sign_protocol(cast, booth, 2)
    assert red_lines(cycle) == [(AGREE, ("The booths found 2 valid ballots, but 1 are stored.",))]

    BoothProtocol.objects.update(facts={"valid": 1})

    assert red_lines(cycle) == []


def test_a_ballot_overtaken_by_paper_is_no_disagreement(cast: Cast) -> None:
    cycle = make_over(cast)
    booth = Booth.objects.create(cycle=cycle, name="Algeti")
    entry = Roll.objects.earliest("pk")
    Roll.objects.filter(pk=entry.pk).update(channel=Channel.PAPER, booth=booth)
    Ballot.objects.filter(pk=Ballot.objects.earliest("pk").pk).update(is_superseded=True)
    Ballot.objects.create(cycle=cycle, ballot_key="f" * 64, channel=Channel.PAPER, choices=[1])
    sign_protocol(cast, booth, 1)

    assert red_lines(cycle) == []


def test_all_that_is_missing_is_said_at_once(cast: Cast) -> None:
    cycle = make_over(cast)
    Booth.objects.create(cycle=cycle, name="Algeti")
    move(cycle, Act.EXTEND, by=cast.official, facts={})

    with pytest.raises(NotPossible) as refusal:
        move_closing(cycle, by=cast.official)

    assert str(refusal.value) == (
        f"The vote cannot be closed yet. Still missing: {MOVED} (Extend the vote); {BOOTHS} (Algeti)."
    )
