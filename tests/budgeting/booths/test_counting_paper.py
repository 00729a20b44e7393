"""Typing the box's ballots and the protocol."""

import json
from hashlib import sha256

import pytest

from budgeting.booths.actions import spoil_sheet
from budgeting.booths.entries import Marks, open_box, settle_ballot, type_ballot
from budgeting.booths.models import BoothProtocol, PaperEntry
from budgeting.booths.protocols import countersign_protocol, digest_of, final_entries, sign_protocol
from budgeting.booths.queries import (
    BoothStage,
    booth_state,
    next_number,
    numbers_for,
    to_count,
    to_countersign,
    to_settle,
)
from budgeting.booths.serials import show_serial
from budgeting.cycles.models import Area
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.models import Ballot
from portal.accounts.models import Role
from portal.log.models import Entry
from tests.budgeting.booths.paper import BLANK, after, make_booth, sign_twice, stamp_people, type_twice
from tests.factories import make_vote
from tests.people import Cast


def test_the_box_is_opened_after_the_vote_and_counted_anew_as_long_as_nothing_beyond_is_typed(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with pytest.raises(NotPossible, match="The box is opened when the vote is over."):
        open_box(booth, by=cast.booth_officer, ballots=2)
    with after(cycle):
        with pytest.raises(NotPossible, match="First count the ballots in the box."):
            type_ballot(booth, by=cast.booth_officer, number=1, marks=BLANK)
        open_box(booth, by=cast.booth_officer, ballots=2)
        type_ballot(booth, by=cast.booth_officer, number=2, marks=BLANK)
        with pytest.raises(NotPossible, match="Ballots with higher numbers have been typed already."):
            open_box(booth, by=cast.booth_officer, ballots=1)
        open_box(booth, by=cast.booth_officer, ballots=3)
        for number in (0, 4):
            with pytest.raises(NotPossible, match="numbered from 1 to 3"):
                type_ballot(booth, by=cast.official, number=number, marks=BLANK)

    booth.refresh_from_db()
    assert booth.ballots_in_box == 3


@pytest.mark.parametrize("marks", [Marks([]), Marks([1], is_unclear=True)])
def test_a_typing_says_what_is_marked_or_that_it_cannot_be_read(cast: Cast, marks: Marks) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=1)
        with pytest.raises(NotPossible, match="one of the two"):
            type_ballot(booth, by=cast.booth_officer, number=1, marks=marks)

    assert not PaperEntry.objects.exists()


def test_a_number_that_is_on_no_sheet_is_a_typing_mistake(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=1)
        with pytest.raises(NotPossible, match="One of the chosen projects is not on this ballot."):
            type_ballot(booth, by=cast.booth_officer, number=1, marks=Marks([99]))


def test_no_differences_are_seen_before_every_ballot_is_typed_twice(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=2)
        booth.refresh_from_db()
        type_ballot(booth, by=cast.booth_officer, number=1, marks=Marks([1]))
        type_ballot(booth, by=cast.official, number=1, marks=Marks([2]))
        before = booth_state(booth)
        with pytest.raises(NotPossible, match="Differences are shown once every ballot is typed twice."):
            settle_ballot(booth, by=cast.other_official, number=1, marks=Marks([1]))
        for person in (cast.booth_officer, cast.official):
            type_ballot(booth, by=person, number=2, marks=Marks([3]))
        then = booth_state(booth)

    assert (before.progress.once, before.progress.twice, before.progress.differing) == (0, 1, frozenset())
    assert (then.progress.twice, then.progress.differing, then.stage) == (2, {1}, BoothStage.SETTLING)
    assert to_settle(cast.other_official).count() == 1
    assert [to_settle(person).count() for person in (cast.booth_officer, cast.official, cast.moderator)] == [0, 0, 0]
    assert (numbers_for(cast.other_official, booth), numbers_for(cast.official, booth)) == ([1], [])


def test_the_next_number_is_the_lowest_one_may_still_type(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=2)
        booth.refresh_from_db()
        type_ballot(booth, by=cast.booth_officer, number=1, marks=Marks([1]))
        numbers = [next_number(booth, person) for person in (cast.booth_officer, cast.official)]
        type_ballot(booth, by=cast.official, number=1, marks=Marks([1]))
        numbers.append(next_number(booth, cast.other_official))

    assert numbers == [2, 1, 2]


def test_a_ballot_of_one_areas_list_is_valid_and_one_of_two_areas_is_not(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    for number, name in ((2, "North"), (3, "South")):
        area = Area.objects.create(cycle=cycle, name=name, envelope_tetri=1_000_000)
        cycle.proposals.filter(number=number).update(area=area)
    with after(cycle):
        type_twice(cast, booth, [Marks([1, 2]), Marks([3]), Marks([2, 3]), Marks([1])])

    assert [entry.is_invalid for entry in final_entries(booth)] == [False, False, True, False]


def test_two_people_sign_equal_numbers_and_only_then_the_ballots_count(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, range(3))
    spoil_sheet(booth, by=cast.booth_officer, typed=show_serial(1))
    with after(cycle):
        type_twice(cast, booth, [Marks([1, 3]), Marks([2]), BLANK])
        sign_protocol(booth, by=cast.booth_officer, unused=6)
        waiting = [to_countersign(person).count() for person in (cast.booth_officer, cast.official)]
        assert not Ballot.objects.exists()
        with pytest.raises(NotPossible, match="You signed this protocol first"):
            countersign_protocol(booth, by=cast.booth_officer)
        protocol = countersign_protocol(booth, by=cast.official)

    assert waiting == [0, 1]
    assert protocol.facts == {
        **{"received": 10, "unused": 6, "spoiled": 1, "stamped": 3, "envelopes": 3},
        **{"entered": 3, "valid": 2, "invalid": 1, "conflicts": 0},
    }
    assert sorted(Ballot.objects.values_list("choices", "channel", "receipt")) == [
        ([1, 3], "paper", ""),
        ([2], "paper", ""),
    ]
    assert digest_of(protocol) == sha256(protocol.text.encode()).hexdigest()
    assert json.loads(protocol.text)["signed_by"] == "Booth_officer"
    acts = Entry.objects.filter(act__contains="protocol").values_list("act", flat=True)
    assert sorted(acts) == ["countersign_booth_protocol", "sign_booth_protocol"]


def test_after_the_second_signature_nothing_of_the_booth_changes(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, [1])
    with after(cycle):
        type_twice(cast, booth, [Marks([1])])
        sign_twice(cast, booth, unused=9)
        changes = [
            lambda: spoil_sheet(booth, by=cast.official, typed=show_serial(1)),
            lambda: open_box(booth, by=cast.official, ballots=2),
            lambda: type_ballot(booth, by=cast.other_official, number=1, marks=Marks([1])),
            lambda: settle_ballot(booth, by=cast.other_official, number=1, marks=Marks([1])),
            lambda: sign_protocol(booth, by=cast.other_official, unused=9),
            lambda: countersign_protocol(booth, by=cast.other_official),
        ]
        for change in changes:
            with pytest.raises(NotPossible, match="signed by two people"):
                change()

    assert Ballot.objects.count() == 1


def test_a_change_after_the_first_signature_has_it_signed_anew(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, [1])
    with after(cycle):
        type_twice(cast, booth, [Marks([1])])
        sign_protocol(booth, by=cast.booth_officer, unused=9)
        spoil_sheet(booth, by=cast.booth_officer, typed=show_serial(4))
        with pytest.raises(NotPossible, match="The numbers have changed since the first signature."):
            countersign_protocol(booth, by=cast.official)
        sign_protocol(booth, by=cast.official, unused=8)
        countersign_protocol(booth, by=cast.booth_officer)

    assert BoothProtocol.objects.get().signed_by == cast.official


def test_a_first_signer_who_works_there_no_more_does_not_stand_beside_the_second(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        type_twice(cast, booth, [])
        sign_protocol(booth, by=cast.booth_officer, unused=10)
        Role.objects.filter(user=cast.booth_officer).delete()
        with pytest.raises(NotPossible, match="Who signed first does not work at the booths any more."):
            countersign_protocol(booth, by=cast.official)


def test_only_who_works_at_booths_types_and_signs(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        type_twice(cast, booth, [])
        for person in (cast.administrator, cast.observer, cast.moderator, elsewhere.booth_officer):
            for act in (
                lambda by: open_box(booth, by=by, ballots=1),
                lambda by: type_ballot(booth, by=by, number=1, marks=BLANK),
                lambda by: settle_ballot(booth, by=by, number=1, marks=BLANK),
                lambda by: sign_protocol(booth, by=by, unused=10),
                lambda by: countersign_protocol(booth, by=by),
            ):
                with pytest.raises(NotAllowed):
                    act(person)


def test_the_vote_must_be_over_before_a_protocol(cast: Cast) -> None:
    booth = make_booth(cast, make_vote(cast))

    with pytest.raises(NotPossible, match="The vote is not over yet."):
        sign_protocol(booth, by=cast.booth_officer, unused=10)


def test_the_inbox_leads_from_the_box_to_the_signature(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    people = (cast.booth_officer, cast.official, elsewhere.official)

    def waiting() -> list[list[str]]:
        return [[task.path.rstrip("/").rpartition("/")[2] for task in to_count(person)[:9]] for person in people]

    assert waiting() == [[], [], []]
    with after(cycle):
        assert waiting() == [[str(booth.pk)], [str(booth.pk)], []]
        open_box(booth, by=cast.booth_officer, ballots=1)
        type_ballot(booth, by=cast.booth_officer, number=1, marks=BLANK)
        assert waiting() == [[], ["typing"], []]
        type_ballot(booth, by=cast.official, number=1, marks=BLANK)
        assert waiting() == [["protocol"], ["protocol"], []]
        sign_protocol(booth, by=cast.booth_officer, unused=9, note="One sheet was taken home.")
        assert waiting() == [[], [], []]
