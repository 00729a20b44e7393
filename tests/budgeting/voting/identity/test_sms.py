"""A code by text message: sent to whoever asks, good once, within limits that hold nobody up for long."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.errors import VoteNotOpen
from budgeting.voting.identity import METHODS, TooManyTries, Visitor, WrongProof
from budgeting.voting.identity.sms import sending
from budgeting.voting.identity.sms.actions import limit_messages
from budgeting.voting.identity.sms.forms import CodeForm, PhoneForm
from budgeting.voting.identity.sms.models import PhoneVoter, SmsAccount, SmsAttempt
from budgeting.voting.identity.sms.sending import MOST_PER_PHONE
from budgeting.voting.identity.sms.ticket import Ticket
from budgeting.voting.keys import keyed_hash
from portal.clock import now, pinned
from portal.log.models import Entry
from portal.messages.sms import Memory
from tests.budgeting.voting.identity.listed import (
    NUMBER,
    OTHER_NUMBER,
    OTHER_PHONE,
    PHONE,
    UNKNOWN,
    Phones,
    answer,
    code_sent,
    make_listed_vote,
    wrong,
)
from tests.factories import VISITOR, make_vote
from tests.people import ROLES, Cast

SMS = METHODS["sms"]
SAME_BROWSER = Visitor("192.0.2.7", "en", mark="ballot-1")


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """A vote by phone, without a residents' list."""
    return make_vote(cast, identity_methods=["sms"])


def test_a_code_of_six_digits_goes_out(cycle: Cycle, phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending.secrets, "randbelow", lambda _most: 123456)

    phones.ask(cycle)

    assert Memory.sent == [(PHONE, "123456 is your code for the vote. It is valid for 10 minutes.")]


def test_a_code_has_leading_zeros(cycle: Cycle, phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending.secrets, "randbelow", lambda _most: 7)

    assert phones.vote(cycle).method == "sms"
    assert code_sent(PHONE) == "000007"


def test_the_voter_has_the_key_of_the_number_the_range_of_the_phone_and_the_instant_of_asking(
    cycle: Cycle, phones: Phones
) -> None:
    instant = now()
    with pinned(instant):
        voter = phones.vote(cycle)

    assert voter.voter_key == Ticket.of(cycle, NUMBER, PHONE).voter_key
    assert voter.phones == keyed_hash(cycle, "trace", "phones:+995555123")
    assert (voter.since_at, voter.area) == (instant, None)


def test_neither_number_nor_phone_nor_code_can_be_read_in_the_ticket_or_the_rows(cycle: Cycle, phones: Phones) -> None:
    ticket, code = phones.ask(cycle)
    answer(cycle, ticket, code)

    kept = str([list(model.objects.values_list()) for model in (SmsAttempt, PhoneVoter, SmsAccount)])
    assert [secret for secret in (NUMBER, PHONE, PHONE[1:], code) if secret in ticket + kept] == []


@pytest.mark.parametrize("ticket", ["", "nonsense", "gAAAAA==", "ა" * 50])
def test_a_ticket_that_was_not_sealed_here_opens_nothing(cycle: Cycle, ticket: str) -> None:
    for again in (False, True):
        with pytest.raises(NotPossible, match="out of date"):
            SMS.identify(cycle, {"ticket": ticket, "code": "123456", "again": again}, VISITOR)


def test_a_ticket_of_another_cycle_opens_nothing(cast: Cast, cycle: Cycle, phones: Phones) -> None:
    other = make_vote(cast, identity_methods=["sms"])
    ticket, code = phones.ask(other)

    with pytest.raises(NotPossible, match="out of date"):
        answer(cycle, ticket, code)


def test_the_same_request_sent_again_opens_the_vote_again_and_another_browsers_does_not(
    cycle: Cycle, phones: Phones
) -> None:
    ticket, code = phones.ask(cycle, visitor=SAME_BROWSER)

    voters = [answer(cycle, ticket, code, SAME_BROWSER) for _time in range(2)]

    assert voters[0] == voters[1]
    for visitor in (VISITOR, Visitor("192.0.2.7", "en", mark="ballot-2")):
        with pytest.raises(NotPossible, match="used already"):
            answer(cycle, ticket, code, visitor)
    with pytest.raises(WrongProof):
        answer(cycle, ticket, wrong(code), SAME_BROWSER)


def test_a_new_code_may_be_asked_for_with_the_ticket(cycle: Cycle, phones: Phones) -> None:
    ticket, first = phones.ask(cycle)
    with phones.commits(execute=True):
        further = SMS.identify(cycle, {"ticket": ticket, "code": "", "again": True}, VISITOR)

    assert [phone for phone, _text in Memory.sent] == [PHONE, PHONE]
    assert answer(cycle, further.form.initial["ticket"], code_sent(PHONE)).method == "sms"
    assert answer(cycle, ticket, first).method == "sms"  # an older message, still within its ten minutes


def test_somebody_off_the_list_is_sent_a_code_and_told_after_it(cast: Cast, phones: Phones) -> None:
    cycle = make_listed_vote(cast, identity_methods=["sms"])
    ticket, code = phones.ask(cycle, UNKNOWN)

    with pytest.raises(WrongProof):
        answer(cycle, ticket, code)

    assert phones.vote(cycle, NUMBER, OTHER_PHONE).method == "sms"
    assert PhoneVoter.objects.count() == 1


def test_the_same_person_may_come_by_the_same_phone_again(cycle: Cycle, phones: Phones) -> None:
    for number in ("11111111111", "22222222222", "33333333333", "11111111111", "33333333333"):
        phones.vote(cycle, number)

    assert PhoneVoter.objects.count() == 3


def test_no_code_is_asked_for_outside_the_vote(cycle: Cycle) -> None:
    for instant in (cycle.voting_from_at - timedelta(seconds=1), cycle.voting_until_at):
        with pinned(instant), pytest.raises(VoteNotOpen):
            SMS.identify(cycle, {"number": NUMBER, "phone": PHONE}, VISITOR)
    assert SmsAttempt.objects.count() == 0


def test_an_hour_later_a_phone_may_have_codes_again(cycle: Cycle, phones: Phones) -> None:
    for _time in range(MOST_PER_PHONE):
        phones.ask(cycle)
    with pytest.raises(TooManyTries):
        phones.ask(cycle)

    with pinned(now() + timedelta(hours=1, seconds=1)):
        phones.ask(cycle)
    assert len(Memory.sent) == MOST_PER_PHONE + 1


def test_a_vote_spends_no_more_messages_than_it_may(cast: Cast, cycle: Cycle, phones: Phones) -> None:
    limit_messages(cycle, by=cast.official, most=2)
    phones.ask(cycle, phone=PHONE)
    phones.ask(cycle, phone=OTHER_PHONE)

    with pytest.raises(NotPossible, match="No more codes can be sent in this vote"):
        phones.ask(cycle, phone="+995555000111")

    account = SmsAccount.objects.get()
    assert (len(Memory.sent), account.sent, account.is_spent) == (2, 2, True)
    limit_messages(cycle, by=cast.administrator, most=3)
    phones.ask(cycle, phone="+995555000111")


def test_what_is_refused_spends_no_message(cycle: Cycle, phones: Phones) -> None:
    for _time in range(MOST_PER_PHONE + 3):
        try:
            phones.ask(cycle)
        except TooManyTries:
            continue
    assert SmsAccount.objects.get().sent == MOST_PER_PHONE


@pytest.mark.parametrize(
    "name", [name for name in ROLES if name not in ("official", "other_official", "administrator")]
)
def test_what_a_vote_may_spend_is_not_for_everybody_to_decide(cast: Cast, cycle: Cycle, name: str) -> None:
    with pytest.raises(NotAllowed):
        limit_messages(cycle, by=getattr(cast, name), most=1)


def test_what_a_vote_may_spend_is_recorded(cast: Cast, elsewhere: Cast, cycle: Cycle) -> None:
    limit_messages(cycle, by=cast.official, most=50)

    entry = Entry.objects.get(act="limit_messages")
    assert (entry.by, entry.facts) == (cast.official, {"cycle": cycle.pk, "most": 50, "was": 10_000})
    with pytest.raises(NotAllowed):
        limit_messages(cycle, by=elsewhere.official, most=1)
    with pytest.raises(NotPossible):
        limit_messages(cycle, by=cast.official, most=10_000_001)
    with pinned(cycle.voting_until_at), pytest.raises(NotPossible, match="The vote is over"):
        limit_messages(cycle, by=cast.official, most=1)


def test_attempts_and_tries_are_deleted_after_a_day(cycle: Cycle, phones: Phones) -> None:
    with pinned(now() - timedelta(hours=24, seconds=1)):
        phones.ask(cycle)
    phones.ask(cycle, phone=OTHER_PHONE)

    call_command("send_messages")

    assert SmsAttempt.objects.count() == 1


def test_the_close_forgets_phones_and_keeps_counts(cast: Cast, cycle: Cycle, phones: Phones) -> None:
    for number in ("11111111111", "22222222222", "33333333333"):
        phones.vote(cycle, number)
    with pytest.raises(NotPossible):
        phones.vote(cycle, "44444444444")
    phones.vote(cycle, "44444444444", OTHER_PHONE)

    assert SMS.forget(cycle) == {"text_messages": 5, "phones": 2, "crowded_phones": 1}
    assert (SmsAttempt.objects.count(), PhoneVoter.objects.count()) == (0, 0)


def test_a_code_for_an_attempt_that_is_gone_is_too_old(cycle: Cycle, phones: Phones) -> None:
    ticket, code = phones.ask(cycle)
    SmsAttempt.objects.update(id=uuid4())

    with pytest.raises(NotPossible, match="older than ten minutes"):
        answer(cycle, ticket, code)


@pytest.mark.parametrize(
    "typed", ["555", "555 12 34 5", "+1 555", "phone", "+995 0", "0322 12 34 56", "+39 899 123456"]
)
def test_a_phone_that_gets_no_messages_is_a_field_error(typed: str) -> None:
    assert list(PhoneForm({"number": NUMBER, "phone": typed}).errors) == ["phone"]


@pytest.mark.parametrize("typed", ["123456", "123 456", "１２３４５６", "12\u200b34-56"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    form = CodeForm({"ticket": "x", "code": typed})
    assert (form.is_valid(), form.cleaned_data["code"]) == (True, "123456")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "code"])
def test_a_code_that_is_none_is_a_field_error_unless_a_new_one_is_asked_for(typed: str) -> None:
    assert CodeForm({"ticket": "x", "code": typed}).errors == {"code": ["Write the 6 digits from the text message."]}
    assert CodeForm({"ticket": "x", "code": typed, "again": "1"}).is_valid()


def test_the_message_is_in_the_voters_language(cycle: Cycle, phones: Phones) -> None:
    """Whatever language the process speaks."""
    seen = []
    with override("en"):
        for language in ("ka", "hy", "az", "en"):
            phones.ask(cycle, phone=OTHER_PHONE, visitor=Visitor("192.0.2.7", language))
            with override(language):
                text = gettext("%(code)s is your code for the vote. It is valid for 10 minutes.")
            seen.append(Memory.sent[-1][1] == text % {"code": code_sent(OTHER_PHONE)})

    assert seen == [True] * 4


def test_being_off_the_list_and_a_wrong_code_cost_the_same_queries(cast: Cast, phones: Phones) -> None:
    cycle = make_listed_vote(cast, identity_methods=["sms"])
    known, unknown = phones.ask(cycle, OTHER_NUMBER), phones.ask(cycle, UNKNOWN, OTHER_PHONE)

    assert _queries(cycle, known[0], wrong(known[1])) == _queries(cycle, *unknown)


def _queries(cycle: Cycle, ticket: str, code: str) -> list[str]:
    """The statements of a refused proof, without their values."""
    with CaptureQueriesContext(connection) as seen, pytest.raises(WrongProof):
        answer(cycle, ticket, code)
    return [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", query["sql"]) for query in seen.captured_queries]
