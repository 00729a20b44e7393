"""Codes by text message: cases 9 to 11 of the forty and T9 to T11 of the thirty, through the pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.sms import forms
from budgeting.voting.identity.sms.models import SmsAccount, SmsAttempt
from budgeting.voting.identity.sms.sending import MOST_PER_ADDRESS, MOST_PER_PHONE
from budgeting.voting.models import Roll
from portal.messages.sms import Memory
from tests.budgeting.voting.identity.listed import NUMBER, OTHER_NUMBER, make_listed_vote, wrong
from tests.cases.at_a_browser import WRONG, Voter, said
from tests.factories import make_cards, make_vote
from tests.people import Cast

TOO_MANY = "Too many tries. Wait an hour, or vote at the municipality or a booth."
TOO_OLD = "This code is older than ten minutes. Ask for a new one."
USED = "This code has been used already. Ask for a new one."
DEAD = "A wrong code was typed five times. Ask for a new one."


def test_case_09_five_wrong_codes_end_this_attempt_and_a_new_code_comes_at_once(
    by_phone: Cycle, voter: Callable[..., Voter]
) -> None:
    attacker, victim = voter(by_phone), voter(by_phone, "198.51.100.9")
    attacker.ask()
    answers = [said(attacker.type(wrong(attacker.code))) for _time in range(5)]

    assert answers == [WRONG] * 5
    assert said(attacker.type(attacker.code)) == DEAD
    victim.ask()
    assert victim.type(victim.code).status_code == 200
    attacker.post("sms", ticket=attacker.ticket, again="1")
    assert len(Memory.sent) == 3
    assert Roll.objects.count() == 1


def test_case_10_a_code_used_of_another_attempt_or_too_old_is_refused_and_says_which(
    by_phone: Cycle, voter: Callable[..., Voter]
) -> None:
    somebody, other = voter(by_phone), voter(by_phone)
    somebody.ask()
    first = somebody.code
    other.ask(OTHER_NUMBER)
    assert said(other.type(first)) == WRONG

    assert somebody.type(first).status_code == 200
    somebody.choose(2)
    assert said(somebody.type(first)) == USED

    sent_at = SmsAttempt.objects.latest("sent_at").sent_at
    assert said(other.type(other.code, at=sent_at + timedelta(minutes=10, seconds=1))) == TOO_OLD
    assert other.type(other.code, at=sent_at + timedelta(minutes=10)).status_code == 200


def test_case_11_codes_are_throttled_and_the_neighbours_behind_one_address_are_served(
    by_phone: Cycle, voter: Callable[..., Voter]
) -> None:
    somebody = voter(by_phone)
    answers = [somebody.ask() for _time in range(20)]
    assert [page.status_code for page in answers] == [200] * MOST_PER_PHONE + [422] * (20 - MOST_PER_PHONE)
    assert said(answers[-1]) == TOO_MANY
    for number in range(MOST_PER_ADDRESS - MOST_PER_PHONE):
        assert somebody.ask(phone=f"+9955551{number:05}").status_code == 200

    neighbour = voter(by_phone)
    assert neighbour.ask(OTHER_NUMBER, "+995599000001").status_code == 200
    assert said(neighbour.ask(OTHER_NUMBER, "+995599000001")) == TOO_MANY
    assert neighbour.type(neighbour.code).status_code == 200
    far = voter(by_phone, "198.51.100.9")
    assert [far.ask(OTHER_NUMBER, "+995599000002").status_code for _time in range(2)] == [200, 200]


@pytest.mark.parametrize(
    "ways",
    [
        [
            "+995 555 12 34 56",
            "00995555123456",
            "555 12-34-56",
            "(555) 123456",
            "５５５１２３４５６",
            "555\u200b123456",
        ],
        ["+374 91 234567", "0037491234567", "+374-91-23-45-67"],
        ["+994 50 123 45 67", "00994501234567", "+994(50)1234567"],
    ],
)
def test_t09_a_phone_written_in_any_way_is_one_phone(ways: list[str]) -> None:
    cleaned = []
    for typed in ways:
        form = forms.PhoneForm({"number": NUMBER, "phone": typed})
        assert form.is_valid(), (typed, form.errors)
        cleaned.append(form.cleaned_data["phone"])

    assert len(set(cleaned)) == 1


def test_t10_the_municipalitys_purse_has_a_bottom_and_another_way_stays_open(
    cast: Cast, voter: Callable[..., Voter]
) -> None:
    cycle = make_listed_vote(cast, identity_methods=["residents", "sms"])
    SmsAccount.objects.create(cycle=cycle, most=1)
    somebody = voter(cycle)
    somebody.ask()

    page = somebody.ask(OTHER_NUMBER, "+995555000111")

    assert (page.status_code, len(Memory.sent)) == (422, 1)
    assert "No more codes can be sent in this vote." in page.content.decode()
    assert somebody.prove().status_code == 200
    assert Roll.objects.get().method == "residents"


def test_t11_a_code_is_good_in_its_channel_and_its_vote_alone(cast: Cast, voter: Callable[..., Voter]) -> None:
    cycle = make_vote(cast, identity_methods=["sms", "card"])
    other = make_vote(cast, identity_methods=["sms", "card"])
    [card] = make_cards(cast, cycle)
    somebody, elsewhere = voter(cycle), voter(other)
    somebody.ask()

    refused = [
        somebody.post("card", code=somebody.code),
        somebody.type(card),
        elsewhere.post("sms", ticket=somebody.ticket, code=somebody.code),
        elsewhere.post("card", code=card),
    ]

    assert [page.status_code for page in refused] == [422] * 4
    assert Roll.objects.count() == 0
