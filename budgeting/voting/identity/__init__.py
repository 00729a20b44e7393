"""Ways to prove who votes. Each is a folder that can be copied or deleted whole; a cycle names those it takes."""

from budgeting.voting.identity.base import (
    LEVELS,
    AskFurther,
    FurtherForm,
    IdentityMethod,
    KnowsPlaces,
    TooManyTries,
    Visitor,
    Voter,
    WrongProof,
)
from budgeting.voting.identity.card.method import VotingCard
from budgeting.voting.identity.desk.method import DeskCheck
from budgeting.voting.identity.residents.method import ResidentsList
from budgeting.voting.identity.sms.method import SmsCode

METHODS: dict[str, IdentityMethod] = {
    method.name: method for method in (ResidentsList(), SmsCode(), VotingCard(), DeskCheck())
}

__all__ = [
    "LEVELS",
    "METHODS",
    "AskFurther",
    "FurtherForm",
    "IdentityMethod",
    "KnowsPlaces",
    "TooManyTries",
    "Visitor",
    "Voter",
    "WrongProof",
]
