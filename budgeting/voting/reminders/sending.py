"""Sending the reminders that are due: each once, however many workers ask."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.keys import unseal
from budgeting.voting.reminders.models import DraftReminder
from budgeting.voting.reminders.moments import HOURS, hours_reached
from portal.accounts.models import Channel
from portal.clock import now
from portal.languages.templatetags.languages import moment
from portal.messages.plain_text import cut, one_line, units
from portal.messages.sms import send_sms

logger = logging.getLogger(__name__)

MOST_TRIES = 5
SMS_UNITS = 3 * 67  # three parts of a text message beyond Latin letters
SUBJECT_UNITS = 120


def send_due_reminders(*, seconds: float) -> Counter[str]:
    """Sends what is due in all open votes; counts of "sent" and "failed". Stops starting new ones after `seconds`."""
    end = monotonic() + seconds
    results: Counter[str] = Counter()
    for reminder, hours in _due():
        if monotonic() > end:
            break
        if _claim(reminder, hours):
            results["sent" if _send(reminder) else "failed"] += 1
    return results


def _due() -> Iterator[tuple[DraftReminder, int]]:
    """The reminders to be sent now, with the moment (in hours before the end) that has come for each."""
    soon = now() + timedelta(hours=max(HOURS))
    for cycle in Cycle.objects.filter(voting_until_at__gt=now(), voting_until_at__lte=soon):
        hours = hours_reached(cycle) if cycle.stage == Stage.VOTING else None
        if hours:
            waiting = Q(told_hours=None) | Q(told_hours__gt=hours)
            for reminder in DraftReminder.objects.filter(waiting, cycle=cycle, tries__lt=MOST_TRIES):
                reminder.cycle = cycle
                yield reminder, hours


def _claim(reminder: DraftReminder, hours: int) -> bool:
    """Whether this worker may send it: of several, one changes the row."""
    mine = DraftReminder.objects.filter(pk=reminder.pk, told_hours=reminder.told_hours)
    return bool(mine.update(told_hours=hours))


def _send(reminder: DraftReminder) -> bool:
    """Sends it; a failed one is given back, to be tried again. Failures are noted without the address."""
    try:
        contact = unseal(reminder.cycle, "phone", reminder.contact)
        with override(reminder.language):
            _write(reminder, contact)
    except (NotPossible, OSError, ValueError) as error:
        DraftReminder.objects.filter(pk=reminder.pk).update(told_hours=reminder.told_hours, tries=reminder.tries + 1)
        logger.warning("Reminder %s could not be sent: %s", reminder.pk, type(error).__name__)
        return False
    return True


def _write(reminder: DraftReminder, contact: str) -> None:
    cycle = reminder.cycle
    facts = {"title": one_line(cycle.title), "end": moment(cycle.voting_until_at)}
    url = f"{settings.SITE_URL}{reverse('vote', args=[cycle.pk])}"
    if reminder.channel == Channel.SMS:
        sentence = _("You asked us to remind you: you can vote until %(end)s.") % facts
        send_sms(contact, f"{cut(sentence, SMS_UNITS - units(url) - 1)} {url}")
        return
    text = _(
        "You began to vote in “%(title)s” and asked us to remind you. You can vote until %(end)s. "
        "If you have voted already, there is nothing to do."
    )
    end = _("We write to you twice at most, and delete this address when the vote is closed.")
    subject = _("The vote ends on %(end)s") % facts
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": reminder.language}
    body = f"{text % facts}\n\n{url}\n\n{end}\n"
    EmailMessage(cut(subject, SUBJECT_UNITS), body, to=[contact], headers=headers).send()
