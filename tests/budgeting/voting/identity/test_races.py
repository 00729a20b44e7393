"""Requests at the same time: only PostgreSQL lets them meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity import METHODS, Visitor
from budgeting.voting.identity.residents.method import MOST_PER_NUMBER
from budgeting.voting.identity.sms.checking import MOST_PER_PHONE as MOST_VOTERS
from budgeting.voting.identity.sms.checking import MOST_WRONG
from budgeting.voting.identity.sms.models import PhoneVoter, SmsAccount, SmsAttempt
from budgeting.voting.identity.sms.sending import MOST_PER_PHONE
from portal.messages.sms import Memory
from tests.budgeting.voting.identity.listed import NUMBER, PHONE, YEAR, answer, code_sent, make_listed_vote, wrong
from tests.factories import VISITOR, make_vote
from tests.people import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SMS = METHODS["sms"]


def at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """What each of the acts says, all begun together: "" if it was done, else its refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        barrier.wait(20)
        try:
            act()
        except NotPossible as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def ask(cycle: Cycle, number: str = NUMBER) -> tuple[str, str]:
    further = SMS.identify(cycle, {"number": number, "phone": PHONE}, VISITOR)
    return further.form.initial["ticket"], code_sent(PHONE)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["sms"])


def test_a_code_used_in_two_browsers_at_once_opens_one_vote(cycle: Cycle) -> None:
    ticket, code = ask(cycle)
    visitors = [Visitor("192.0.2.7", "en", mark=f"browser-{number}") for number in range(8)]

    said = at_once([lambda visitor=visitor: answer(cycle, ticket, code, visitor) for visitor in visitors])

    assert sorted(said) == ["", *["NotPossible"] * 7]


def test_a_code_sent_twice_by_one_browser_opens_the_same_vote(cycle: Cycle) -> None:
    ticket, code = ask(cycle)
    visitor = Visitor("192.0.2.7", "en", mark="browser")

    assert at_once([lambda: answer(cycle, ticket, code, visitor) for _time in range(8)]) == [""] * 8
    assert PhoneVoter.objects.count() == 1


def test_codes_asked_for_at_once_stay_within_the_limit_of_the_phone(cycle: Cycle) -> None:
    said = at_once([lambda: ask(cycle) for _time in range(12)])

    assert sorted(said) == [*[""] * MOST_PER_PHONE, *["TooManyTries"] * (12 - MOST_PER_PHONE)]
    assert (len(Memory.sent), SmsAttempt.objects.count(), SmsAccount.objects.get().sent) == (MOST_PER_PHONE,) * 3


def test_wrong_codes_at_once_are_all_counted(cycle: Cycle) -> None:
    ticket, code = ask(cycle)

    said = at_once([lambda: answer(cycle, ticket, wrong(code)) for _time in range(12)])

    assert said.count("WrongProof") == MOST_WRONG
    assert SmsAttempt.objects.get().wrong == MOST_WRONG


def test_people_with_one_phone_at_once_are_no_more_than_three(cycle: Cycle) -> None:
    asked = [ask(cycle, f"{number:011}") for number in range(MOST_PER_PHONE)]

    said = at_once([lambda one=one: answer(cycle, *one) for one in asked])

    assert sorted(said) == [*[""] * MOST_VOTERS, *["PhoneCrowded"] * (MOST_PER_PHONE - MOST_VOTERS)]
    assert PhoneVoter.objects.count() == MOST_VOTERS


def test_years_guessed_at_once_stay_within_the_limit(cast: Cast) -> None:
    cycle = make_listed_vote(cast)
    guesses = [{"number": NUMBER, "year": YEAR - 1 - number} for number in range(16)]

    said = at_once([lambda one=one: METHODS["residents"].identify(cycle, one, VISITOR) for one in guesses])

    assert said.count("WrongProof") <= MOST_PER_NUMBER
    assert set(said) <= {"WrongProof", "TooManyTries"}
