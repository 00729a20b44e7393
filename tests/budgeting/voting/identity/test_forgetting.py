"""What the close leaves of the ways to prove who one is: counts."""

import json

import pytest

from budgeting.closing.forgetting import forget_vote
from budgeting.voting.identity import METHODS, WrongProof
from budgeting.voting.identity.models import Try
from budgeting.voting.identity.residents.models import Resident
from budgeting.voting.identity.sms.models import PhoneVoter, SmsAttempt
from tests.budgeting.voting.identity.listed import NUMBER, Phones, make_listed_vote
from tests.factories import VISITOR
from tests.people import Cast

TABLES = (Resident, Try, SmsAttempt, PhoneVoter)


def test_the_close_leaves_counts_of_this_vote_and_everything_of_another(cast: Cast, phones: Phones) -> None:
    cycle, other = (make_listed_vote(cast, identity_methods=["residents", "sms"]) for _vote in range(2))
    for vote in (cycle, other):
        phones.vote(vote)
        with pytest.raises(WrongProof):
            METHODS["residents"].identify(vote, {"number": NUMBER, "year": 1950}, VISITOR)

    kept = forget_vote(cycle)

    assert {name: kept[name] for name in ("residents", "text_messages", "phones", "crowded_phones")} == {
        "residents": 2,
        "text_messages": 1,
        "phones": 1,
        "crowded_phones": 0,
    }
    assert [table.objects.filter(cycle=cycle).count() for table in TABLES] == [0, 0, 0, 0]
    assert [table.objects.filter(cycle=other).count() for table in TABLES] == [2, 2, 1, 1]
    assert json.dumps(kept)
