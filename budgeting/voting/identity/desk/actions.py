"""Handing over a code."""

from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.codes import draw_code
from budgeting.voting.identity.checking.actions import check_handing_over, count_check
from budgeting.voting.identity.checking.person import holder_of, seal_under
from budgeting.voting.identity.desk.method import CODE_LENGTH, DeskCheck
from budgeting.voting.identity.desk.models import DeskCode
from budgeting.voting.keys import keyed_hash
from portal.accounts.models import User
from portal.log.models import record


def issue_desk_code(cycle: Cycle, number: str, *, by: User, mark: str = "") -> str:
    """Returns a code for the person with this number, which exists nowhere else from then on; an earlier one of
    theirs opens the vote no more.

    `mark` is that of the form which asks: sent twice, it hands over one code. NotPossible for a person who may not
    vote, and in a cycle without the desk check.
    """
    try:
        with transaction.atomic():
            return _issue(cycle, number, by, mark or uuid4().hex)
    except IntegrityError:
        raise NotPossible(_already()) from None


def _issue(cycle: Cycle, number: str, by: User, mark: str) -> str:
    if DeskCheck.name not in cycle.identity_methods:
        raise NotPossible(_("In this vote no codes are handed over."))
    person = check_handing_over(cycle, number, by)
    if cycle.desk_codes.filter(mark=mark).exists():
        raise NotPossible(_already())
    holder = holder_of(cycle, person)
    code = draw_code(CODE_LENGTH)
    cycle.desk_codes.filter(holder=holder, is_replaced=False).update(is_replaced=True)
    DeskCode.objects.create(
        cycle=cycle,
        code_hash=keyed_hash(cycle, "desk", code),
        sealed_key=seal_under(code, person, cycle, "desk"),
        holder=holder,
        mark=mark,
    )
    count_check(cycle, "codes", by=by)
    record("issue_desk_code", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk)
    return code


def _already() -> str:
    return _("This code has been handed over already and cannot be shown again. For another, check the person again.")
