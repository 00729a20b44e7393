"""Ballot sheets, the roll to be filled in by hand, the protocol: what is on them, and what is not."""

import re
from io import BytesIO

import pytest
from django.utils.translation import ngettext, override
from pypdf import PdfReader

from budgeting.booths.actions import print_sheets
from budgeting.booths.entries import Marks
from budgeting.booths.models import BoothProtocol
from budgeting.booths.printed import print_batch, print_protocol, print_roll
from budgeting.booths.protocols import digest_of
from budgeting.booths.serials import show_serial
from budgeting.cycles.models import Area, BallotKind, VotesIn
from budgeting.printing.booth_roll import DIGITS, LINES
from portal.languages.templatetags.languages import moment
from portal.languages.texts import PUBLIC_LANGUAGES
from tests.budgeting.booths.paper import after, make_booth, sign_twice, stamp_people, type_twice
from tests.budgeting.printing.test_printing import text_of
from tests.factories import make_vote
from tests.people import Cast

SERIAL = re.compile(r"\d{6}-[0-9A-Z]")


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_every_sheet_has_its_serial_on_the_stub_and_the_same_ballot_below(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle, sheets=0)

    pages = pages_of(print_batch(print_sheets(booth, by=cast.booth_officer, count=4)))

    assert [SERIAL.findall(page) for page in pages] == [[show_serial(serial)] for serial in (1, 2, 3, 4)]
    assert len({SERIAL.sub("", page) for page in pages}) == 1


def test_the_bytes_of_the_ballot_are_the_same_on_every_sheet(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,) * 16)
    batch = print_sheets(make_booth(cast, cycle, sheets=0), by=cast.booth_officer, count=3)

    pages = PdfReader(BytesIO(print_batch(batch))).pages
    first, second, third = [page.get_contents().get_data().splitlines() for page in pages[::2]]
    backs = [page.get_contents().get_data() for page in pages[1::2]]

    assert sum(one != other for one, other in zip(second, third, strict=True)) == 1  # the serial
    assert len([line for line in first if line not in second]) == 1
    assert backs[1] == backs[2]
    assert backs[1].endswith(backs[0])


def test_the_ballot_names_the_projects_by_number_and_the_limits_in_every_language(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000, 2_000_000), min_projects=1, max_projects=2)
    batch = print_sheets(make_booth(cast, cycle, sheets=0), by=cast.booth_officer, count=1)

    text = text_of(print_batch(batch))

    for project in cycle.proposals.on_ballot():
        for code in PUBLIC_LANGUAGES:
            assert str(getattr(project, f"title_{code}")) in text
    assert text.index("№ 1") < text.index("№ 2")
    for code in PUBLIC_LANGUAGES:
        with override(code):
            limit = ngettext("Choose at most %(count)s project.", "Choose at most %(count)s projects.", 2)
        assert limit % {"count": 2} in text
    assert text.count("A ballot that breaks these limits is not counted.") in (0, 3)  # 0 once it is translated


@pytest.mark.parametrize(
    ("votes_in", "sentence"), [(VotesIn.ONE, "Vote in one list only."), (VotesIn.BOTH, "each list")]
)
def test_a_sheet_of_an_area_shows_its_own_list_and_that_of_the_whole(cast: Cast, votes_in: str, sentence: str) -> None:
    cycle = make_vote(cast, votes_in=votes_in, ballot_kind=BallotKind.KNAPSACK)
    areas = [Area.objects.create(cycle=cycle, name=name, envelope_tetri=1_200_000) for name in ("North", "South")]
    for number, area in ((2, areas[0]), (3, areas[1])):
        cycle.proposals.filter(number=number).update(area=area)
    batch = print_sheets(make_booth(cast, cycle, sheets=0), by=cast.booth_officer, count=1, area=areas[0])

    with override("en"):
        text = text_of(print_batch(batch))

    assert [f"№ {number}" in text for number in (1, 2, 3)] == [True, True, False]
    assert ("North" in text, "South" in text) == (True, False)


def test_twenty_six_projects_stay_on_one_leaf(cast: Cast) -> None:
    cycle = make_vote(cast, (100_000,) * 26)
    batch = print_sheets(make_booth(cast, cycle, sheets=0), by=cast.booth_officer, count=2)

    pages = pages_of(print_batch(batch))

    assert len(pages) == 4
    assert [f"№ {number}" in pages[2] + pages[3] for number in range(1, 27)] == [True] * 26


def test_the_printed_roll_has_numbered_lines_with_eleven_boxes_and_no_number_in_them(cast: Cast) -> None:
    booth = make_booth(cast, make_vote(cast), sheets=0)

    pdf = print_roll(booth)

    reader = PdfReader(BytesIO(pdf))
    boxes = sum(page.get_contents().get_data().count(b" re S") for page in reader.pages)
    words = text_of(pdf).split()
    assert [str(place) in words for place in range(1, LINES + 1)] == [True] * LINES
    assert boxes == LINES * DIGITS
    assert not re.search(r"\d{11}", text_of(pdf))


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_the_protocol_prints_its_numbers_names_times_in_tbilisi_and_its_own_digest(cast: Cast, language: str) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    stamp_people(cast, booth, range(2))
    with after(cycle):
        type_twice(cast, booth, [Marks([1]), Marks([2])])
        sign_twice(cast, booth, unused=7, note="=1+1 <b>ერთი ფურცელი</b> დაიკარგა")
    protocol = BoothProtocol.objects.select_related("booth__cycle", "signed_by", "countersigned_by").get()

    pdf = print_protocol(protocol, language)

    text = text_of(pdf)
    with override(language):
        assert moment(protocol.countersigned_at) in text
    assert ("Booth_officer" in text, "Official" in text) == (True, True)
    assert "=1+1 <b>ერთი ფურცელი</b> დაიკარგა" in text
    assert digest_of(protocol) in text
    assert print_protocol(protocol, language) == pdf
