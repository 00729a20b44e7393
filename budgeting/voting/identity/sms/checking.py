"""Checking a code: it opens the vote once, for the person and the phone it was sent for."""

from hmac import compare_digest

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity.base import Visitor, Voter, WrongProof
from budgeting.voting.identity.residents.queries import place_on_list
from budgeting.voting.identity.sms.models import PhoneVoter, SmsAccount, SmsAttempt
from budgeting.voting.identity.sms.sending import NotSent
from budgeting.voting.identity.sms.tasks import VALID_FOR
from budgeting.voting.identity.sms.ticket import Ticket
from budgeting.voting.keys import KeyedHash, keyed_hash
from portal.clock import now

MOST_WRONG = 5
MOST_PER_PHONE = 3  # voters


class PhoneCrowded(NotPossible):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Three people have voted with this phone already. Vote with another phone, at the municipality or a booth."
            )
        )


def check_code(cycle: Cycle, ticket: Ticket, code: str, visitor: Visitor, *, method: str) -> Voter:
    """The voter to whom the code belongs; uses the code up.

    NotPossible for a code that is too old, used, tried wrongly too often or was never sent: that depends on the
    attempt alone, and a new one may be had at once. WrongProof for a wrong code and, in the same way and with the same
    queries, for somebody who is not on the residents' list. PhoneCrowded for the fourth person with one phone.
    """
    hashed = KeyedHash(cycle, "phone")
    mark = hashed(f"mark:{visitor.mark}") if visitor.mark else ""
    with transaction.atomic():
        SmsAccount.objects.select_for_update().filter(cycle=cycle).first()  # one after another, so that counts hold
        attempt = _fresh(SmsAttempt.objects.filter(cycle=cycle, pk=ticket.attempt).first(), mark)
        is_right = compare_digest(attempt.code_hash, hashed(f"code:{attempt.pk}:{code}"))
        place = place_on_list(cycle, ticket.list_hash)
        is_proved = is_right and place.is_entitled
        this = SmsAttempt.objects.filter(pk=attempt.pk)
        if is_proved:
            this.update(used_at=now(), used_for=mark)
            is_crowded = not _admit(cycle, hashed, ticket)
        else:
            this.update(wrong=F("wrong") + 1)
    if not is_proved:
        raise WrongProof
    if is_crowded:
        raise PhoneCrowded
    return Voter(
        ticket.voter_key,
        method,
        area=place.area,
        phones=keyed_hash(cycle, "trace", f"phones:{ticket.phone_range}"),
        since_at=attempt.sent_at,
    )


def _fresh(attempt: SmsAttempt | None, mark: str) -> SmsAttempt:
    """The attempt, if its code may still be used; the same request sent again finds its own so. NotPossible if not."""
    if attempt is None or now() - attempt.sent_at > VALID_FOR:
        raise NotPossible(_("This code is older than ten minutes. Ask for a new one."))
    if attempt.has_failed:
        raise NotSent
    if attempt.wrong >= MOST_WRONG:
        raise NotPossible(_("A wrong code was typed five times. Ask for a new one."))
    if attempt.used_at and not (mark and attempt.used_for == mark):
        raise NotPossible(_("This code has been used already. Ask for a new one."))
    return attempt


def _admit(cycle: Cycle, hashed: KeyedHash, ticket: Ticket) -> bool:
    """Whether this person may vote with this phone; counts those who may not."""
    phone_key, voter_mark = hashed(f"phone:{ticket.phone}"), hashed(f"voter:{ticket.voter_key}")
    voters = set(PhoneVoter.objects.filter(cycle=cycle, phone_key=phone_key).values_list("voter_mark", flat=True))
    if voter_mark not in voters and len(voters) >= MOST_PER_PHONE:
        SmsAccount.objects.filter(cycle=cycle).update(crowded=F("crowded") + 1)
        return False
    if voter_mark not in voters:
        PhoneVoter.objects.create(cycle=cycle, phone_key=phone_key, voter_mark=voter_mark)
    return True
