"""Booths, batches of sheets, spoiled ones."""

import pytest

from budgeting.booths.actions import create_booth, print_sheets, spoil_sheet
from budgeting.booths.models import Booth, SheetBatch, SpoiledSheet
from budgeting.booths.serials import read_serial, show_serial
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from portal.log.models import Entry
from tests.budgeting.booths.paper import after, make_booth
from tests.factories import make_cycle, make_settlement, make_vote
from tests.people import Cast


def test_official_and_administrator_set_up_a_booth_and_nobody_else(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_vote(cast)
    village = make_settlement(cast.municipality)
    create_booth(cycle, by=cast.official, name="School", settlement=village)
    create_booth(cycle, by=cast.administrator, name="Library")

    for person in (cast.booth_officer, cast.moderator, cast.observer, cast.resident, elsewhere.official):
        with pytest.raises(NotAllowed):
            create_booth(cycle, by=person, name="Mine")

    assert list(Booth.objects.values_list("name", "settlement")) == [("School", village.pk), ("Library", None)]
    assert Entry.objects.filter(act="create_booth").count() == 2


def test_a_second_booth_of_a_name_and_one_after_the_vote_are_refused(cast: Cast) -> None:
    cycle = make_vote(cast)
    create_booth(cycle, by=cast.official, name="School")

    with pytest.raises(NotPossible, match="There is a booth of this name already."):
        create_booth(cycle, by=cast.official, name="School")
    with after(cycle), pytest.raises(NotPossible, match="The vote is over."):
        create_booth(cycle, by=cast.official, name="Library")


def test_serials_run_on_through_the_booths_of_a_cycle(cast: Cast) -> None:
    cycle = make_vote(cast)
    first, second = make_booth(cast, cycle, "A", sheets=3), make_booth(cast, cycle, "B", sheets=2)
    print_sheets(first, by=cast.official, count=5)

    assert list(SheetBatch.objects.values_list("booth", "first_serial", "last_serial")) == [
        (first.pk, 1, 3),
        (second.pk, 4, 5),
        (first.pk, 6, 10),
    ]


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_batch_of_nothing_or_too_much_is_refused(cast: Cast, count: int) -> None:
    booth = make_booth(cast, make_vote(cast), sheets=0)

    with pytest.raises(NotPossible, match="A batch holds between 1 and 500 sheets."):
        print_sheets(booth, by=cast.booth_officer, count=count)
    assert not SheetBatch.objects.exists()


def test_sheets_are_printed_neither_before_the_numbers_stand_nor_after_the_vote(cast: Cast) -> None:
    early = make_booth(cast, make_cycle(cast, Stage.REVIEWING), sheets=0)
    with pytest.raises(NotPossible, match="The projects have no numbers yet"):
        print_sheets(early, by=cast.booth_officer, count=1)

    cycle = make_vote(cast)
    late = make_booth(cast, cycle, sheets=0)
    with after(cycle), pytest.raises(NotPossible, match="The vote is over."):
        print_sheets(late, by=cast.booth_officer, count=1)


def test_only_who_works_at_booths_prints_and_takes_back(cast: Cast, elsewhere: Cast) -> None:
    booth = make_booth(cast, make_vote(cast))
    for person in (cast.administrator, cast.moderator, cast.observer, elsewhere.booth_officer):
        with pytest.raises(NotAllowed):
            print_sheets(booth, by=person, count=1)
        with pytest.raises(NotAllowed):
            spoil_sheet(booth, by=person, typed=show_serial(1))


def test_a_spoiled_sheet_is_taken_back_once_by_its_own_booth(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth, other = make_booth(cast, cycle, "A", sheets=3), make_booth(cast, cycle, "B", sheets=3)
    refused = {
        show_serial(4): "This sheet belongs to another booth: B.",
        show_serial(7): "No sheet with this serial was printed.",
        "000002-0": "This serial has a typing mistake. Compare it with the stub, sign by sign.",
        "წყალი": "This serial has a typing mistake. Compare it with the stub, sign by sign.",
        "": "This serial has a typing mistake. Compare it with the stub, sign by sign.",
    }
    assert spoil_sheet(booth, by=cast.booth_officer, typed=f" {show_serial(2).lower()} ") == 2

    for typed, sentence in {**refused, show_serial(2): "This sheet has been taken back as spoiled already."}.items():
        with pytest.raises(NotPossible) as refusal:
            spoil_sheet(booth, by=cast.booth_officer, typed=typed)
        assert str(refusal.value) == sentence
    assert list(SpoiledSheet.objects.values_list("booth", "serial")) == [(booth.pk, 2)]
    assert spoil_sheet(other, by=cast.booth_officer, typed=show_serial(4)) == 4


def test_a_serial_with_one_wrong_digit_is_never_taken_for_another() -> None:
    code = show_serial(123_456)
    wrong = [code[:place] + digit + code[place + 1 :] for place in range(6) for digit in "0123456789"]

    assert {read_serial(one) for one in wrong if one != code} == {None}
    assert read_serial(code) == read_serial(code.replace("-", " ")) == 123_456
    assert read_serial(show_serial(7).lstrip("0")) == 7
