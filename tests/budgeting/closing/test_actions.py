"""Closing: by two, whole or not at all, once; and what is left of it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from pytest_django import Settings

from budgeting.booths.models import Booth, PaperEntry
from budgeting.closing import actions
from budgeting.closing.actions import close_vote, finish_closing, move_closing, second_closing
from budgeting.closing.models import Closing, SealedBallot, SealedReceipt
from budgeting.closing.sealing import digest_of, root_of_receipts
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.actions import drop
from budgeting.motions.models import Motion
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.identity.card.models import Card
from budgeting.voting.keys import has_key
from budgeting.voting.models import Ballot, Roll, Trace
from budgeting.voting.traces import Circumstances
from budgeting.watching.models import Flag
from portal.clock import pinned, today
from portal.log.models import Entry
from tests.budgeting.results.closed import make_over
from tests.factories import make_vote, make_voters
from tests.people import ROLES, Cast

OTHERS = ["resident", "neighbour", *(name for name in ROLES if "official" not in name)]


def key_file(cycle: Cycle) -> Path:
    return Path(settings.KEYS_DIR) / f"{cycle.key_name}.key"


def test_two_officials_close_and_the_numbers_are_kept(cast: Cast) -> None:
    cycle = make_over(cast)
    receipts = [digest_of(receipt) for receipt in Ballot.objects.values_list("receipt", flat=True)]
    motion = move_closing(cycle, by=cast.official)

    closing = second_closing(motion, by=cast.other_official)

    facts = {
        "voters": {"online": 4, "paper": 0},
        "methods": {"online": {"card": 4}},
        "ballots": {"counted": 4},
        "cards": 4,
        "cards_spoiled": 0,
        **dict.fromkeys(("desk_codes", "reminders", "residents", "text_messages", "phones", "crowded_phones"), 0),
        "receipts_root": root_of_receipts(cycle),
    }
    logged = {"voters": 4, "ballots": 4, "receipts_root": facts["receipts_root"]}  # no small numbers by channel
    assert motion.facts == {"online": 4, "paper": 0}
    stored = Closing.objects.get()
    assert (stored, stored.motion, stored.facts, stored.key_gone_at is None) == (closing, motion, facts, False)
    assert sorted(SealedBallot.objects.values_list("choices", flat=True)) == [[1], [1, 2], [1, 2], [3]]
    assert sorted(SealedReceipt.objects.values_list("digest", flat=True)) == sorted(receipts)
    assert set(SealedBallot.objects.values_list("fate", flat=True)) == {"counted"}
    assert Roll.objects.filter(cycle=cycle).count() == 4
    entry = Entry.objects.get(act="close_vote")
    assert (entry.by, entry.facts) == (cast.other_official, {"cycle": cycle.pk, **logged})
    assert Entry.objects.get(act="destroy_key").by is None


def test_moving_alone_closes_nothing(cast: Cast) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)

    with pytest.raises(NotPossible) as refusal:
        second_closing(motion, by=cast.official)

    assert str(refusal.value) == "You moved this yourself; another official has to second it."
    assert (Closing.objects.count(), SealedBallot.objects.count(), Ballot.objects.count()) == (0, 0, 4)
    assert has_key(cycle)


@pytest.mark.parametrize("name", OTHERS)
def test_only_officials_close(cast: Cast, elsewhere: Cast, name: str) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)

    for other in (getattr(cast, name), elsewhere.official):
        with pytest.raises(NotAllowed):
            second_closing(motion, by=other)
    drop(motion, by=cast.official)
    for other in (getattr(cast, name), elsewhere.official):
        with pytest.raises(NotAllowed):
            move_closing(cycle, by=other)

    assert (Closing.objects.count(), Ballot.objects.count()) == (0, 4)


def test_a_vote_is_closed_once(cast: Cast) -> None:
    cycle = make_over(cast)
    close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    with pytest.raises(NotPossible) as refusal:
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert str(refusal.value) == "This vote is closed already."
    assert SealedBallot.objects.count() == 4


def add_vote(cycle: Cycle, key: str) -> None:
    """As if a booth's papers had come in meanwhile: the roll and the ballots still agree."""
    Roll.objects.create(cycle=cycle, voter_key=key * 64, method="card", voted_on=today())
    Ballot.objects.create(cycle=cycle, ballot_key=key * 64, receipt=key * 12, choices=[1])


def test_numbers_that_changed_since_the_motion_are_not_seconded(cast: Cast) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)
    add_vote(cycle, "e")

    with pytest.raises(NotPossible) as refusal:
        second_closing(motion, by=cast.other_official)

    assert str(refusal.value) == "The numbers have changed since this was moved. Drop it and move it again."
    assert (Closing.objects.count(), SealedBallot.objects.count(), Ballot.objects.count()) == (0, 0, 5)
    assert (list(Motion.objects.waiting()), has_key(cycle)) == ([motion], True)
    drop(motion, by=cast.official)
    assert close_vote(cycle, by=cast.official, seconded_by=cast.other_official).facts["voters"]["online"] == 5


def test_a_checklist_that_turned_red_since_the_motion_holds_the_close(cast: Cast) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)
    Booth.objects.create(cycle=cycle, name="Algeti")

    with pytest.raises(NotPossible, match="Every booth's protocol"):
        second_closing(motion, by=cast.other_official)

    assert (Closing.objects.count(), Ballot.objects.count()) == (0, 4)


def test_all_that_led_to_a_voter_is_gone_and_other_votes_stay(cast: Cast) -> None:
    cycle, other = make_over(cast), make_vote(cast)
    [voter] = make_voters(cast, other)
    seen = Circumstances("192.0.2.7", 2.0)
    cast_ballot(other, [1], voter=voter, circumstances=seen)
    Trace.objects.create(cycle=cycle, trace_key="a" * 64, window=1)
    motion = move_closing(cycle, by=cast.official)
    flag = Flag.objects.create(
        cycle=cycle, suspicion="hasty", mark="m" * 64, window=1, ballots=30, verdict="keep", motion=motion
    )

    second_closing(motion, by=cast.other_official)

    for table in (Ballot, Trace, Card):
        assert set(table.objects.values_list("cycle", flat=True)) == {other.pk}
    assert PaperEntry.objects.filter(booth__cycle=cycle).count() == 0
    flag.refresh_from_db()
    assert (flag.mark, flag.window, flag.ballots) == ("", None, 30)
    assert (has_key(cycle), has_key(other), key_file(cycle).exists()) == (False, True, False)


def test_a_vote_nobody_took_part_in_is_closed_too(cast: Cast) -> None:
    closing = close_vote(make_over(cast, []), by=cast.official, seconded_by=cast.other_official)

    assert (closing.facts["voters"], closing.facts["ballots"]) == ({"online": 0, "paper": 0}, {})


@pytest.mark.parametrize("point", ["forget_vote", "root_of_receipts", "record"])
def test_a_close_that_breaks_down_leaves_everything_as_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)

    def break_down(*_args: object, **_facts: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(actions, point, break_down)
        with pytest.raises(RuntimeError):
            second_closing(motion, by=cast.other_official)

    assert (Closing.objects.count(), SealedBallot.objects.count(), Ballot.objects.count()) == (0, 0, 4)
    assert has_key(cycle)
    assert second_closing(motion, by=cast.other_official).facts["ballots"] == {"counted": 4}


@pytest.mark.parametrize("point", ["destroy_key", "finish_closing"])
def test_a_crash_between_commit_and_the_keys_end_is_taken_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)

    def crash(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, point, crash)
        with pytest.raises(KeyboardInterrupt):
            second_closing(motion, by=cast.other_official)
    closing = Closing.objects.get()
    assert (closing.key_gone_at, has_key(cycle), Ballot.objects.count()) == (None, True, 0)

    assert (finish_closing(closing), finish_closing(closing)) == (True, True)

    closing.refresh_from_db()
    assert (closing.key_gone_at is None, has_key(cycle)) == (False, False)
    assert Entry.objects.filter(act="destroy_key").count() == 1


def test_a_key_in_the_environment_is_not_said_to_be_gone(cast: Cast, settings: Settings) -> None:
    cycle = make_over(cast)
    settings.CYCLE_KEYS = {str(cycle.key_name): key_file(cycle).read_bytes().hex()}

    closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert (closing.key_gone_at, key_file(cycle).exists(), finish_closing(closing)) == (None, False, False)
    assert Entry.objects.filter(act="destroy_key").count() == 0
    settings.CYCLE_KEYS = {}
    assert finish_closing(closing)
    assert Closing.objects.get().key_gone_at is not None


@pytest.mark.django_db(transaction=True)
def test_files_that_somebody_holds_are_written_anew_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cycle = make_over(cast)

    def be_busy() -> None:
        raise OperationalError("busy")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "rewrite_files", be_busy)
        closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
    assert (closing.key_gone_at, has_key(cycle)) == (None, False)
    assert caplog.messages == [f"The emptied tables of cycle {cycle.pk} are not written anew yet."]

    assert finish_closing(closing)


def test_no_ballot_comes_after_the_close_whatever_the_clock_says(cast: Cast, settings: Settings) -> None:
    """Case 14 of the forty: a clock that jumps back opens nothing again, not even where the key is still there."""
    cycle = make_vote(cast)
    first, second = make_voters(cast, cycle, 2)
    cast_ballot(cycle, [1], voter=first)
    settings.CYCLE_KEYS = {str(cycle.key_name): key_file(cycle).read_bytes().hex()}
    with pinned(cycle.voting_until_at + GRACE):
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    for voter in (first, second):
        with pytest.raises(NotPossible) as refusal:
            cast_ballot(Cycle.objects.get(), [2], voter=voter)
        assert str(refusal.value) == "The vote is not open now."

    assert (Ballot.objects.count(), Roll.objects.count()) == (0, 1)
