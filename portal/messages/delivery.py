"""Messages on their way: claimed by one worker, sent, tried again with growing pauses, given up at last."""

import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from enum import StrEnum
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import override

from portal.accounts.models import Channel, Rhythm, User
from portal.clock import now
from portal.messages.composing import stop_url, write_message
from portal.messages.models import Message
from portal.messages.queryset import MessageQuerySet, NoticeQuerySet
from portal.messages.sms import send_sms

logger = logging.getLogger(__name__)

# After the first failure, the second, and so on; after the last pause and one more failure it is given up.
PAUSES = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)]
TRIES = len(PAUSES) + 1
# How long a worker may take over one message before another one takes it to be dead.
LEASE = timedelta(minutes=5)


class Result(StrEnum):
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given up"
    UNWANTED = "no longer wanted"
    TAKEN = "taken by another worker"


def write_messages(notices: NoticeQuerySet, *, seconds: float) -> list[int]:
    """One message for each person who has some of these notices; the ids. Stops starting new ones after `seconds`."""
    end = monotonic() + seconds
    written = []
    for user in User.objects.filter(pk__in=notices.values("user")).order_by("pk"):
        if monotonic() > end:
            break
        if message := write_message(user, notices):
            written.append(message.pk)
    return written


def deliver_messages(messages: MessageQuerySet, *, seconds: float) -> Counter[Result]:
    """Tries each of the messages once; how many had which result.

    Stops starting new ones after `seconds`, and waits no longer than that for a mail server that says nothing.
    """
    end = monotonic() + seconds
    results: Counter[Result] = Counter()
    with closing(get_connection(timeout=min(seconds, settings.EMAIL_TIMEOUT))) as connection:
        for pk in list(messages.values_list("pk", flat=True)):
            if monotonic() > end:
                break
            results[deliver(pk, connection)] += 1
    return results


def deliver(pk: int, connection: BaseEmailBackend) -> Result:
    """Tries to send one message.

    1. Claims it: of several workers one gets it, and the others leave it alone for the time of the lease.
    2. Sends it, if its reader still wants it.
    3. Notes that it is sent, or when it is tried again.

    A worker that dies between 2 and 3 leaves it to be sent once more after the lease: a message may come twice,
    under the same Message-ID, and is never lost. Failures are noted without addresses and texts.
    """
    message = Message.objects.select_related("user").filter(pk=pk).first()
    if message is None or not _claim(message):
        return Result.TAKEN
    address = _address(message)
    if not address:
        Message.objects.filter(pk=pk).update(try_at=None, failure=Result.UNWANTED)
        return Result.UNWANTED
    try:
        if message.channel == Channel.SMS:
            send_sms(address, message.text)
        else:
            _send_mail(message, address, connection)
    except (OSError, ValueError) as error:  # mail errors are OSErrors; ValueError: an address no mail can go to
        return _note_failure(message, error)
    Message.objects.filter(pk=pk).update(try_at=None, sent_at=now(), failure="")
    return Result.SENT


def _claim(message: Message) -> bool:
    """Whether this worker may send it now; `message` then says which try it is."""
    is_last = message.tries + 1 >= TRIES
    mine = Message.objects.due().filter(pk=message.pk, tries=message.tries)
    claimed = mine.update(tries=message.tries + 1, try_at=None if is_last else now() + LEASE)
    message.tries += 1
    return bool(claimed)


def _address(message: Message) -> str | None:
    """Where it goes; None to somebody who left, lost the address, or wants no messages any more."""
    user = message.user
    if not user.is_active or user.rhythm == Rhythm.NEVER:
        return None
    return user.phone if message.channel == Channel.SMS else user.email


def _send_mail(message: Message, address: str, connection: BaseEmailBackend) -> None:
    """OSError when the mail server cannot be reached or refuses."""
    with override(message.language):
        stop = stop_url(message.user)
    headers = {
        "Message-ID": f"<{message.created_at:%Y%m%d%H%M%S}.{message.pk}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday replies, please
        "Content-Language": message.language,
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
    }
    mail = EmailMultiAlternatives(message.subject, message.text, to=[address], headers=headers, connection=connection)
    mail.attach_alternative(message.html, "text/html")
    try:
        connection.open()  # kept open for the messages that follow
        mail.send()
    except OSError:
        connection.close()
        raise


def _note_failure(message: Message, error: Exception) -> Result:
    failure = " ".join([type(error).__name__, *_status(error)])
    is_last = message.tries >= TRIES
    try_at = None if is_last else now() + PAUSES[message.tries - 1]
    Message.objects.filter(pk=message.pk, tries=message.tries).update(try_at=try_at, failure=failure)
    logger.warning("Message %s could not be sent at try %s: %s", message.pk, message.tries, failure)
    return Result.GIVEN_UP if is_last else Result.FAILED


def _status(error: Exception) -> Iterable[str]:
    """The number a mail server or gateway refused with, if it gave one. What it said may hold the address."""
    return [str(code) for code in (getattr(error, "smtp_code", None), getattr(error, "code", None)) if code]
