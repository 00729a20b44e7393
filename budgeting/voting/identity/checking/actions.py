"""Looking a person up, and what must hold before they are given the means to vote."""

from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.identity.checking.models import CheckDay
from budgeting.voting.identity.checking.person import Person
from budgeting.voting.identity.checking.queries import Verdict, place_of, verdict_on
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.locks import hold_open
from budgeting.voting.permissions import may_check_identity
from portal.accounts.models import User
from portal.clock import today


@transaction.atomic
def look_up(cycle: Cycle, number: str, *, by: User) -> Verdict:
    """The verdict on the person with this number; the look-up is counted for this officer's day.

    NotPossible once the vote is over: who has voted is then nobody's business any more.
    """
    if not may_check_identity(by, cycle):
        raise NotAllowed
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
    count_check(cycle, "looked_up", by=by)
    return verdict_on(cycle, number)


def check_handing_over(cycle: Cycle, number: str, by: User) -> Person:
    """The person with this number, who may be given the means to vote; call it inside the transaction that gives them.

    NotAllowed for who checks no documents here; NotPossible once the vote is over and for who may not vote (again).
    """
    if not may_check_identity(by, cycle):
        raise NotAllowed
    hold_open(cycle)
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
    verdict = verdict_on(cycle, number)
    if not verdict.may_vote:
        raise NotPossible(verdict.headline)
    _is_entitled, area = place_of(cycle, number)
    return Person(key_of_number(cycle, number), area)


def count_check(cycle: Cycle, what: Literal["looked_up", "codes", "cards"], *, by: User) -> None:
    """Adds one to the officer's day."""
    row, _is_new = CheckDay.objects.get_or_create(cycle=cycle, officer=by, on=today())
    CheckDay.objects.filter(pk=row.pk).update(**{what: F(what) + 1})
