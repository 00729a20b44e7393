"""The abuse and fault cases of voting on paper."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils.timezone import localdate
from django.utils.translation import override

from budgeting.booths.actions import print_sheets
from budgeting.booths.entries import Marks, open_box, settle_ballot, type_ballot
from budgeting.booths.models import Booth, PaperEntry, RollConflict, SheetBatch, Typing
from budgeting.booths.protocols import countersign_protocol, final_entries, sign_protocol
from budgeting.booths.queries import booth_state
from budgeting.booths.stamping import enter_offline, look_up, stamp
from budgeting.closing.actions import close_vote
from budgeting.closing.models import Fate, SealedBallot, SealedReceipt
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot, Channel, Roll
from portal.accounts.models import User
from portal.clock import today
from portal.languages.templatetags.languages import day
from tests.budgeting.booths.paper import (
    BLANK,
    after,
    make_booth,
    number_of,
    sign_twice,
    stamp_people,
    type_twice,
    voter_of,
)
from tests.factories import make_vote
from tests.people import Cast

PATIENCE = 20  # seconds until a test that waits for the wrong thing fails


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each act, in a thread of its own and all from the same moment, refuses with; "" if it was done."""
    barrier = Barrier(len(acts))

    def said(act: Callable[[], object]) -> str:
        try:
            barrier.wait(PATIENCE)
            with override("en"):
                act()
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return [job.result(PATIENCE) for job in [pool.submit(said, act) for act in acts]]


def test_case_21_paper_after_online_is_refused_at_the_table(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    cast_ballot(cycle, [1], voter=voter_of(cycle, 1))

    assert look_up(booth, number_of(1), by=cast.booth_officer).sentence == f"Has voted online on {day(today())}."
    with pytest.raises(NotPossible):
        stamp(booth, number_of(1), by=cast.booth_officer)
    assert (Roll.objects.count(), Ballot.objects.count()) == (1, 1)


def test_case_21_online_after_paper_is_refused_with_the_day(cast: Cast) -> None:
    cycle = make_vote(cast)
    stamp(make_booth(cast, cycle), number_of(1), by=cast.booth_officer)

    with pytest.raises(NotPossible, match="You voted on paper on"):
        cast_ballot(cycle, [1], voter=voter_of(cycle, 1))
    assert (Roll.objects.count(), Ballot.objects.count()) == (1, 0)


def test_case_21_of_both_at_a_booth_without_network_the_paper_stands(cast: Cast) -> None:
    """The online ballot is kept, sealed as overtaken, and its receipt says so; one ballot of the person counts."""
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    cast_ballot(cycle, [1], voter=voter_of(cycle, 1))
    with after(cycle):
        on = localdate(cycle.voting_until_at)
        enter_offline(booth, [number_of(1)], by=cast.booth_officer, voted_on=on)
        type_twice(cast, booth, [Marks([2])])
        sign_twice(cast, booth, unused=9)
        closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert closing.facts["voters"] == {"online": 0, "paper": 1}
    assert sorted(SealedBallot.objects.values_list("choices", "fate")) == [([], Fate.SUPERSEDED), ([2], Fate.COUNTED)]
    assert SealedReceipt.objects.get().fate == Fate.SUPERSEDED
    assert RollConflict.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_t02_online_and_booth_in_the_same_second_one_stands_and_the_loser_sees_why(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    winners = set()
    for place in range(12):
        online, paper = at_once(
            lambda place=place: cast_ballot(Cycle.objects.get(pk=cycle.pk), [1], voter=voter_of(cycle, place)),
            lambda place=place: stamp(
                Booth.objects.get(pk=booth.pk), number_of(place), by=User.objects.get(pk=cast.booth_officer.pk)
            ),
        )
        entry = Roll.objects.get(voter_key=voter_of(cycle, place).voter_key)
        winners.add(entry.channel)
        if entry.channel == Channel.PAPER:
            assert (online[:19], paper) == ("You voted on paper ", "")
        else:
            assert (online, paper) == ("", f"Has voted online on {day(today())}.")

    assert Roll.objects.count() == 12
    assert Ballot.objects.count() == Roll.objects.filter(channel=Channel.ONLINE).count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_t02_two_booths_stamp_one_person_at_once_and_one_is_told(cast: Cast) -> None:
    cycle = make_vote(cast)
    booths = [make_booth(cast, cycle, name) for name in ("A", "B")]

    answers = at_once(
        *(
            lambda booth=booth: stamp(booth, number_of(1), by=User.objects.get(pk=cast.booth_officer.pk))
            for booth in booths
        )
    )

    winner = Roll.objects.get().booth
    assert sorted(answers) == ["", f"Has voted on paper on {day(today())}. Booth: {winner.name}."]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_serials_of_many_who_print_at_once_neither_overlap_nor_leave_a_gap(cast: Cast) -> None:
    cycle = make_vote(cast)
    booths = [make_booth(cast, cycle, name, sheets=0) for name in ("A", "B")]

    at_once(
        *[
            lambda booth=booth: print_sheets(booth, by=User.objects.get(pk=cast.booth_officer.pk), count=7)
            for booth in booths * 4
        ]
    )

    ranges = SheetBatch.objects.order_by("first_serial").values_list("first_serial", "last_serial")
    assert list(ranges) == [(first, first + 6) for first in range(1, 57, 7)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_type_a_ballot_at_once_are_the_first_and_the_second(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    people = (cast.booth_officer, cast.official, cast.other_official)

    def type_in(person: User) -> None:
        with after(cycle):
            type_ballot(booth, by=User.objects.get(pk=person.pk), number=1, marks=Marks([1]))

    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=1)
    answers = at_once(*(lambda person=person: type_in(person) for person in people))

    assert sorted(answers) == ["", "", "This ballot has been typed twice already."]
    assert sorted(PaperEntry.objects.values_list("typing", flat=True)) == [Typing.FIRST, Typing.SECOND]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_protocol_countersigned_twice_at_once_stores_its_ballots_once(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, range(3))

    def sign(person: User) -> None:
        with after(cycle):
            countersign_protocol(booth, by=User.objects.get(pk=person.pk))

    with after(cycle):
        type_twice(cast, booth, [Marks([1])] * 3)
        sign_protocol(booth, by=cast.booth_officer, unused=7)
    answers = at_once(lambda: sign(cast.official), lambda: sign(cast.other_official))

    assert [answer == "" for answer in sorted(answers)] == [True, False]
    assert Ballot.objects.count() == 3


def test_case_22_one_person_does_not_do_both_typings(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=1)
        type_ballot(booth, by=cast.booth_officer, number=1, marks=Marks([1]))
        with pytest.raises(NotPossible, match="You have typed this ballot already; another person types it again."):
            type_ballot(booth, by=cast.booth_officer, number=1, marks=Marks([1]))

        assert booth_state(booth).progress.twice == 0


def test_case_22_typings_that_differ_are_blocked_until_a_third_person_settles(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, [1])
    with after(cycle):
        open_box(booth, by=cast.booth_officer, ballots=1)
        type_ballot(booth, by=cast.booth_officer, number=1, marks=Marks([1]))
        type_ballot(booth, by=cast.official, number=1, marks=Marks([1, 2]))
        with pytest.raises(NotPossible, match="A third person has to settle the ballots"):
            sign_protocol(booth, by=cast.booth_officer, unused=9)
        for person in (cast.booth_officer, cast.official):
            with pytest.raises(NotPossible, match="You typed this ballot yourself; a third person settles it."):
                settle_ballot(booth, by=person, number=1, marks=Marks([1]))
        settle_ballot(booth, by=cast.other_official, number=1, marks=Marks([2]))
        with pytest.raises(NotPossible, match="There is nothing to settle about this ballot."):
            settle_ballot(booth, by=cast.other_official, number=1, marks=Marks([1]))
        sign_twice(cast, booth, unused=9)

    assert Ballot.objects.get().choices == [2]


def test_case_23_ninety_nine_of_a_hundred_typed_and_the_close_names_the_booth(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle, "Kachagani, library", sheets=100)
    stamp_people(cast, booth, range(100))
    with after(cycle):
        type_twice(cast, booth, [Marks([1])] * 99)
        open_box(booth, by=cast.booth_officer, ballots=100)
        with pytest.raises(NotPossible, match="Of 100 ballots in the box, 99 have been typed twice."):
            sign_protocol(booth, by=cast.booth_officer, unused=0, note="One is missing.")
        with pytest.raises(NotPossible) as refusal:
            close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert "Every booth's protocol is signed by two people (Kachagani, library)" in str(refusal.value)


def test_t15_one_sheet_twice_is_refused(cast: Cast) -> None:
    """Two have typed the ballot with this number: neither of them, nor anybody else, gets it in again."""
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    with after(cycle):
        type_twice(cast, booth, [Marks([1])])
        for person in (cast.booth_officer, cast.other_official):
            with pytest.raises(NotPossible, match="already"):
                type_ballot(booth, by=person, number=1, marks=Marks([1]))

    assert PaperEntry.objects.count() == 2


def test_t15_more_stamped_than_in_the_box_blocks_until_a_note_is_signed(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, range(3))
    with after(cycle):
        type_twice(cast, booth, [Marks([1]), Marks([2])])
        with pytest.raises(NotPossible) as refusal:
            sign_protocol(booth, by=cast.booth_officer, unused=7, note="  ")
        with pytest.raises(NotPossible, match="Every booth's protocol"):
            close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
        sign_twice(cast, booth, unused=7, note="One person took the sheet home.")
        closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert str(refusal.value) == (
        "The numbers differ; the note must say why. People stamped: 3, ballots in the box: 2, ballots entered: 2."
    )
    assert closing.facts["ballots"] == {"counted": 2}


def test_t15_sheets_that_do_not_add_up_need_a_note(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, [1])
    with after(cycle):
        type_twice(cast, booth, [Marks([1])])
        with pytest.raises(NotPossible, match="Sheets received: 10, unused: 8, spoiled: 0, handed out: 1."):
            sign_protocol(booth, by=cast.booth_officer, unused=8)


@pytest.mark.parametrize(
    ("marks", "is_invalid"),
    [(Marks([1, 2]), False), (Marks([1, 2, 3]), True), (Marks([3]), True), (BLANK, True)],
)
def test_t16_whether_a_paper_ballot_is_valid_is_worked_out_from_its_marks(
    cast: Cast, marks: Marks, is_invalid: bool
) -> None:
    """A ballot that breaks a limit in part is not counted at all, as its sheet says; the protocol shows how many."""
    facts = {"ballot_kind": "knapsack", "max_projects": None, "envelope_tetri": 2_000_000}
    cycle = make_vote(cast, (1_000_000, 1_000_000, 2_500_000), **facts)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, [1])
    with after(cycle):
        type_twice(cast, booth, [marks])
        assert [entry.is_invalid for entry in final_entries(booth)] == [is_invalid]
        sign_twice(cast, booth, unused=9)

    assert Ballot.objects.count() == (0 if is_invalid else 1)
    assert booth.protocol.facts["invalid"] == int(is_invalid)
