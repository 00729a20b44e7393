"""The message itself, sent after the commit by the task backend: the page need not wait for the gateway."""

import json
import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from budgeting.voting.identity.sms.models import SmsAccount, SmsAttempt
from budgeting.voting.keys import KeyMissing, unseal
from portal.clock import now
from portal.messages.sms import send_sms

logger = logging.getLogger(__name__)

VALID_FOR = timedelta(minutes=10)


@task()
def deliver_code(attempt_pk: str, message: str) -> None:
    """Sends a code. `message` is [phone, code, language] sealed under the cycle's key, for a queue is a table too.

    What cannot be sent in time is marked as failed and given back to the cycle's account.
    """
    attempt = SmsAttempt.objects.select_related("cycle").filter(pk=UUID(attempt_pk), has_failed=False).first()
    if attempt is None:
        return
    try:
        phone, code, language = json.loads(unseal(attempt.cycle, "phone", message))
        if now() - attempt.sent_at > VALID_FOR:
            raise TimeoutError("The code has waited longer than it is valid.")
        with override(language):
            send_sms(phone, _("%(code)s is your code for the vote. It is valid for 10 minutes.") % {"code": code})
    except KeyMissing:
        return  # the vote was closed meanwhile
    except OSError as error:
        logger.warning("A code could not be sent: %s", error)
        _give_back(attempt)


@transaction.atomic
def _give_back(attempt: SmsAttempt) -> None:
    if SmsAttempt.objects.filter(pk=attempt.pk, has_failed=False).update(has_failed=True):
        SmsAccount.objects.filter(cycle=attempt.cycle_id).update(sent=F("sent") - 1)
