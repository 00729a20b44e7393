"""A booth to test with, and the ways through it."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from budgeting.booths.actions import create_booth, print_sheets
from budgeting.booths.entries import Marks, open_box, type_ballot
from budgeting.booths.models import Booth
from budgeting.booths.protocols import countersign_protocol, sign_protocol
from budgeting.booths.stamping import stamp
from budgeting.cycles.models import Cycle
from budgeting.voting.identity import Voter
from budgeting.voting.identity.numbers import key_of_number
from portal.clock import pinned
from tests.people import Cast

BLANK = Marks([], is_unclear=True)


def number_of(place: int) -> str:
    """A personal number, another for each place."""
    return f"{35_001_000_000 + place:011d}"


def voter_of(cycle: Cycle, place: int) -> Voter:
    """The same person, identified online by the number."""
    return Voter(key_of_number(cycle, number_of(place)), "card")


def make_booth(cast: Cast, cycle: Cycle, name: str = "Sadakhlo, school", sheets: int = 10) -> Booth:
    """A booth with a batch of sheets."""
    booth = create_booth(cycle, by=cast.official, name=name)
    if sheets:
        print_sheets(booth, by=cast.booth_officer, count=sheets)
    return booth


def after(cycle: Cycle) -> AbstractContextManager[None]:
    """Inside, the vote has been over for an hour."""
    return pinned(end_of(cycle) + timedelta(hours=1))


def end_of(cycle: Cycle) -> datetime:
    return cycle.voting_until_at


def stamp_people(cast: Cast, booth: Booth, places: Iterable[int]) -> None:
    for place in places:
        stamp(booth, number_of(place), by=cast.booth_officer)


def type_twice(cast: Cast, booth: Booth, ballots: list[Marks]) -> None:
    """The booth officer and an official type every ballot alike, numbered from 1."""
    open_box(booth, by=cast.booth_officer, ballots=len(ballots))
    for number, marks in enumerate(ballots, start=1):
        for person in (cast.booth_officer, cast.official):
            type_ballot(booth, by=person, number=number, marks=marks)


def sign_twice(cast: Cast, booth: Booth, unused: int, note: str = "") -> None:
    sign_protocol(booth, by=cast.booth_officer, unused=unused, note=note)
    countersign_protocol(booth, by=cast.official)
