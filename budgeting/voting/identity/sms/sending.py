"""Sending a code: who may have one, and what happens when the gateway does not take it."""

import json
import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.errors import VoteNotOpen
from budgeting.voting.identity.base import TooManyTries, Visitor
from budgeting.voting.identity.limits import HOUR, KEPT_FOR, caller_of
from budgeting.voting.identity.sms.forms import CODE_DIGITS
from budgeting.voting.identity.sms.models import SmsAccount, SmsAttempt
from budgeting.voting.identity.sms.tasks import deliver_code
from budgeting.voting.keys import KeyedHash, seal
from budgeting.voting.models import Step
from budgeting.voting.steps import count_step
from portal.clock import now

MOST_PER_PHONE = 5  # an hour
MOST_PER_ADDRESS = 100  # an hour; beyond it a phone still gets one


class NotSent(NotPossible):
    def __init__(self) -> None:
        super().__init__(
            _("The text message could not be sent. Ask for a new code, or vote at the municipality or a booth.")
        )


def send_code(cycle: Cycle, phone: str, visitor: Visitor) -> UUID:
    """Draws a code for this attempt alone, sends it after the commit, and returns the attempt's id.

    Looks nobody up: a code goes out whoever asks. VoteNotOpen outside the vote, TooManyTries for a phone or an
    address that had too many, NotPossible when the cycle's messages are spent, NotSent when the gateway is found
    not to take it. What was not sent counts against nothing.
    """
    if cycle.stage != Stage.VOTING:
        if now() >= cycle.voting_until_at:
            count_step(cycle, Step.LATE)
        raise VoteNotOpen
    hashed = KeyedHash(cycle, "phone")
    attempt = SmsAttempt(
        cycle=cycle,
        phone_key=hashed(f"phone:{phone}"),
        address_key=hashed(f"address:{caller_of(visitor.address)}"),
        sent_at=now(),
    )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    attempt.code_hash = hashed(f"code:{attempt.pk}:{code}")
    message = seal(cycle, "phone", json.dumps([phone, code, visitor.language]))
    with transaction.atomic():
        _spend_message(cycle)
        _check_limits(attempt)
        attempt.save(force_insert=True)
        transaction.on_commit(lambda: deliver_code.enqueue(str(attempt.pk), message))
    attempt.refresh_from_db(fields=["has_failed"])
    if attempt.has_failed:
        raise NotSent
    return attempt.pk


def delete_old_attempts() -> int:
    """Deletes what is older than a day; returns how many rows."""
    return SmsAttempt.objects.filter(sent_at__lt=now() - KEPT_FOR).delete()[0]


def _spend_message(cycle: Cycle) -> None:
    """Counts one message, and makes the next request of this cycle wait until this one has counted its own."""
    SmsAccount.objects.get_or_create(cycle=cycle)
    if not SmsAccount.objects.filter(cycle=cycle, sent__lt=F("most")).update(sent=F("sent") + 1):
        raise NotPossible(
            _("No more codes can be sent in this vote. Prove who you are otherwise, or vote at the municipality.")
        )


def _check_limits(attempt: SmsAttempt) -> None:
    recent = SmsAttempt.objects.filter(cycle=attempt.cycle, sent_at__gt=attempt.sent_at - HOUR, has_failed=False)
    of_address = recent.filter(address_key=attempt.address_key).count()
    of_phone = recent.filter(phone_key=attempt.phone_key).count()
    if of_phone >= (MOST_PER_PHONE if of_address < MOST_PER_ADDRESS else 1):
        raise TooManyTries
