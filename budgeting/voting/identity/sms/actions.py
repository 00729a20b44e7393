"""Deciding what a vote may spend on messages."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.voting.identity.sms.models import SmsAccount
from budgeting.voting.identity.sms.permissions import may_limit_messages
from portal.accounts.models import User
from portal.log.models import record


@transaction.atomic
def limit_messages(cycle: Cycle, *, by: User, most: int) -> SmsAccount:
    """Sets how many messages the cycle may send in all, and records it. NotPossible once the vote is over."""
    if not may_limit_messages(by, cycle):
        raise NotAllowed
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
    SmsAccount.objects.get_or_create(cycle=cycle)
    account = SmsAccount.objects.select_for_update().get(cycle=cycle)
    was, account.most = account.most, most
    save_checked(account)
    record("limit_messages", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, most=most, was=was)
    return account
