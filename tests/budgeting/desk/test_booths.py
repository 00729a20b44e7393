"""The pages of a booth: who comes there, what they keep, and that no number is in any answer."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.booths.entries import Marks, open_box, type_ballot
from budgeting.booths.models import Booth, PaperEntry, RollConflict
from budgeting.booths.stamping import stamp
from budgeting.cycles.models import Area, Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Roll
from portal.clock import now
from tests.budgeting.booths.paper import BLANK, make_booth, number_of, voter_of
from tests.factories import make_settlement, make_vote
from tests.people import Cast

SPOKEN = "35 001-000 001"


@pytest.fixture
def booth(cast: Cast) -> Booth:
    return make_booth(cast, make_vote(cast))


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.booth_officer)
    return client


def page_of(name: str, booth: Booth) -> str:
    return reverse(name, args=[booth.pk])


def let_the_vote_end(booth: Booth) -> None:
    Cycle.objects.filter(pk=booth.cycle_id).update(voting_until_at=now() - timedelta(hours=1))
    booth.cycle.refresh_from_db()


def sealed_in(page) -> str:
    return page.context["stamping"]["sealed"].value()


def test_a_stamp_takes_two_presses_and_no_answer_holds_the_number(officer: Client, booth: Booth) -> None:
    path = page_of("desk_booth_roll", booth)
    looked_up = officer.post(path, {"act": "look_up", "number": SPOKEN})
    assert not Roll.objects.exists()
    stamped = officer.post(path, {"act": "stamp", "sealed": sealed_in(looked_up)})
    after = officer.get(path)

    assert [answer.status_code for answer in (looked_up, stamped, after)] == [200, 302, 200]
    assert Roll.objects.get().voter_key == voter_of(booth.cycle, 1).voter_key
    assert "Stamped. Hand out one sheet now." in after.content.decode()
    for answer in (looked_up, stamped, after):
        whole = answer.content.decode() + str(answer.headers) + str(answer.cookies)
        assert (SPOKEN in whole, number_of(1) in whole) == (False, False)
        assert "no-store" in answer["Cache-Control"]
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert number_of(1) not in kept


def test_a_stamp_that_comes_too_late_shows_who_was_first(officer: Client, cast: Cast, booth: Booth) -> None:
    path = page_of("desk_booth_roll", booth)
    sealed = sealed_in(officer.post(path, {"act": "look_up", "number": number_of(1)}))
    cast_ballot(booth.cycle, [1], voter=voter_of(booth.cycle, 1))

    answer = officer.post(path, {"act": "stamp", "sealed": sealed})

    assert answer.status_code == 422
    assert "Has voted online on" in answer.context["verdict"].sentence
    assert answer.context["stamping"] is None


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAA==", "ა" * 500])
def test_a_made_up_seal_stamps_nobody(officer: Client, booth: Booth, sealed: str) -> None:
    answer = officer.post(page_of("desk_booth_roll", booth), {"act": "stamp", "sealed": sealed})

    assert (answer.status_code, Roll.objects.count()) == (302, 0)


def test_a_seal_of_another_booth_stamps_nobody(officer: Client, cast: Cast, booth: Booth) -> None:
    other = make_booth(cast, booth.cycle, "Library")
    sealed = sealed_in(officer.post(page_of("desk_booth_roll", other), {"act": "look_up", "number": number_of(1)}))

    officer.post(page_of("desk_booth_roll", booth), {"act": "stamp", "sealed": sealed})

    assert not Roll.objects.exists()


@pytest.mark.parametrize("typed", ["", "3500100000", "350010000012", "35001ა00001", "<b>"])
def test_what_is_no_personal_number_is_said_and_stays(officer: Client, booth: Booth, typed: str) -> None:
    answer = officer.post(page_of("desk_booth_roll", booth), {"act": "look_up", "number": typed})

    assert answer.status_code == 422
    assert answer.context["form"]["number"].value() == typed


def test_the_area_of_the_sheet_is_asked_for_and_the_person_not_lost(officer: Client, booth: Booth) -> None:
    area = Area.objects.create(cycle=booth.cycle, name="North", envelope_tetri=1_000_000)
    path = page_of("desk_booth_roll", booth)
    sealed = sealed_in(officer.post(path, {"act": "look_up", "number": number_of(1)}))

    refused = officer.post(path, {"act": "stamp", "sealed": sealed})
    stamped = officer.post(path, {"act": "stamp", "sealed": sealed_in(refused), "area": area.pk})

    assert (refused.status_code, stamped.status_code) == (422, 302)
    assert Roll.objects.get().area == area


def test_after_the_end_the_roll_says_so(officer: Client, booth: Booth) -> None:
    let_the_vote_end(booth)
    path = page_of("desk_booth_roll", booth)

    assert "The vote is not open now." in officer.get(path).content.decode()
    assert officer.post(path, {"act": "look_up", "number": number_of(1)}).status_code == 422


def test_a_printed_roll_is_answered_line_by_line_and_only_the_unread_stay(
    officer: Client, cast: Cast, booth: Booth
) -> None:
    cast_ballot(booth.cycle, [1], voter=voter_of(booth.cycle, 2))
    let_the_vote_end(booth)
    day = localdate(booth.cycle.voting_until_at).isoformat()
    numbers = f"{number_of(1)}\r\n\r\n{number_of(2)}\r\n123"

    answer = officer.post(page_of("desk_booth_offline", booth), {"voted_on": day, "numbers": numbers})

    assert answer.status_code == 422
    assert [line.state.value for line in answer.context["lines"]] == ["marked", "overtaken", "unread"]
    assert answer.context["form"]["numbers"].value() == "123"
    assert answer.context["summary"] == "2 people are marked."
    assert number_of(1) not in answer.content.decode()
    assert RollConflict.objects.count() == 1


def test_typing_offers_the_next_number_and_says_nothing_of_the_other(officer: Client, cast: Cast, booth: Booth) -> None:
    let_the_vote_end(booth)
    open_box(booth, by=cast.official, ballots=2)
    type_ballot(booth, by=cast.official, number=1, marks=Marks([3]))
    path = page_of("desk_booth_typing", booth)

    said = [
        officer.post(path, {"number": 1, "choices": [1, 2]}, follow=True).content.decode(),
        officer.post(path, {"number": 2, "is_unclear": "on"}, follow=True).content.decode(),
    ]

    assert ["Ballot 1 is typed." in said[0], "Ballot 2 is typed." in said[1]] == [True, True]
    assert list(PaperEntry.objects.filter(by=cast.booth_officer).values_list("choices", "is_invalid")) == [
        ([1, 2], False),
        ([], True),
    ]
    assert not any("differ" in text.lower() for text in said)


def test_a_refused_typing_keeps_what_was_typed(officer: Client, cast: Cast, booth: Booth) -> None:
    let_the_vote_end(booth)
    open_box(booth, by=cast.official, ballots=1)

    answer = officer.post(page_of("desk_booth_typing", booth), {"number": 2, "choices": [1]})

    assert answer.status_code == 422
    assert (answer.context["form"]["number"].value(), answer.context["form"]["choices"].value()) == ("2", ["1"])
    assert not PaperEntry.objects.exists()


@pytest.mark.parametrize("typed", [{"choices": ["99"]}, {"choices": ["x"]}, {"number": "9" * 30}, {"number": "-1"}])
def test_a_hand_made_typing_is_refused(officer: Client, cast: Cast, booth: Booth, typed: dict) -> None:
    let_the_vote_end(booth)
    open_box(booth, by=cast.official, ballots=1)

    answer = officer.post(page_of("desk_booth_typing", booth), {"number": 1, "choices": ["1"], **typed})

    assert (answer.status_code, PaperEntry.objects.count()) == (422, 0)


def test_a_booth_is_set_up_printed_for_and_a_sheet_taken_back(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    village = make_settlement(cast.municipality)
    client.force_login(cast.official)
    path = reverse("desk_booths", args=[cycle.pk])
    client.post(path, {"name": "School\u202e", "settlement": village.pk})
    again = client.post(path, {"name": "School"})
    booth = Booth.objects.get()
    own = page_of("desk_booth", booth)
    printed = client.post(own, {"act": "print", "print-count": 2})
    refused = client.post(own, {"act": "spoil", "spoil-typed": "000001-0"})

    assert (booth.name, booth.settlement, again.status_code) == ("School", village, 422)
    assert (printed.status_code, refused.status_code) == (302, 422)
    assert "This serial has a typing mistake." in refused.content.decode()
    pdf = client.get(reverse("desk_booth_sheets", args=[booth.pk, booth.batches.get().pk]))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_village_of_another_municipality_is_no_place_for_a_booth(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_vote(cast)
    client.force_login(cast.official)

    answer = client.post(
        reverse("desk_booths", args=[cycle.pk]),
        {"name": "School", "settlement": make_settlement(elsewhere.municipality, "Kazreti").pk},
    )

    assert (answer.status_code, Booth.objects.count()) == (422, 0)


def test_a_batch_is_found_only_through_its_own_booth(officer: Client, cast: Cast, booth: Booth) -> None:
    other = make_booth(cast, booth.cycle, "Library")

    assert officer.get(reverse("desk_booth_sheets", args=[booth.pk, other.batches.get().pk])).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        *("desk_booth", "desk_booth_roll", "desk_booth_offline", "desk_booth_typing", "desk_booth_settling"),
        *("desk_booth_protocol", "desk_booth_protocol_pdf", "desk_booth_roll_pdf"),
    ],
)
def test_nobody_from_elsewhere_and_no_other_staff_comes_to_a_booth(
    client: Client, cast: Cast, elsewhere: Cast, booth: Booth, name: str
) -> None:
    answers = []
    for person in (elsewhere.booth_officer, elsewhere.official, cast.moderator, cast.observer, cast.resident):
        client.force_login(person)
        answers.append(client.get(page_of(name, booth)).status_code)

    assert answers == [404, 404, 403, 403, 403]


def test_the_list_of_booths_asks_as_much_for_three_as_for_one(officer: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    path = reverse("desk_booths", args=[cycle.pk])
    asked = []
    for name in ("A", "B", "C"):
        booth = make_booth(cast, cycle, name)
        Booth.objects.filter(pk=booth.pk).update(settlement=make_settlement(cast.municipality, name))
        with CaptureQueriesContext(connection) as queries:
            officer.get(path)
        asked.append(len(queries))

    assert asked[1:] == asked[:1] * 2


def test_the_inbox_names_what_waits_for_whom(client: Client, cast: Cast, booth: Booth) -> None:
    stamp(booth, number_of(1), by=cast.booth_officer)
    let_the_vote_end(booth)
    open_box(booth, by=cast.official, ballots=1)
    type_ballot(booth, by=cast.official, number=1, marks=Marks([3]))
    type_ballot(booth, by=cast.booth_officer, number=1, marks=BLANK)
    listed = {}
    for person in (cast.official, cast.other_official):
        client.force_login(person)
        page = client.get(reverse("desk"))
        listed[person] = page_of("desk_booth_settling", booth) in page.content.decode()

    assert listed == {cast.official: False, cast.other_official: True}
