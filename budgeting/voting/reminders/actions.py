"""Leaving a contact to be reminded at, and having it forgotten."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity import TooManyTries, Visitor
from budgeting.voting.identity.limits import caller_of
from budgeting.voting.keys import keyed_hash, seal
from budgeting.voting.reminders.models import DraftReminder
from budgeting.voting.reminders.moments import hours_reached, takes_reminders
from portal.accounts.addresses import Kind
from portal.accounts.models import Channel

MOST_AN_HOUR = 10  # from one address: a family, or a booth's tablet
_CHANNELS = {"email": Channel.EMAIL, "phone": Channel.SMS}


def leave_reminder(cycle: Cycle, *, kind: Kind, contact: str, visitor: Visitor) -> DraftReminder:
    """Keeps the normalised contact, sealed; the same one left twice stays one row, and is written to no more often.

    NotPossible when no reminder is to come any more, TooManyTries when too many contacts come from one address.
    """
    if not takes_reminders(cycle):
        raise NotPossible(_("It is too late for a reminder: the vote ends soon."))
    _throttle(cycle, visitor)
    reminder, _created = DraftReminder.objects.get_or_create(
        cycle=cycle,
        contact_key=keyed_hash(cycle, "phone", f"reminder:{contact}"),
        defaults={
            "contact": seal(cycle, "phone", contact),
            "channel": _CHANNELS[kind],
            "language": visitor.language,
            "told_hours": hours_reached(cycle),
        },
    )
    return reminder


def forget_reminder(cycle: Cycle, pk: int) -> None:
    """Deletes one reminder: its browser has cast a ballot. Deleted already: nothing happens."""
    DraftReminder.objects.filter(cycle=cycle, pk=pk).delete()


def forget_reminders(cycle: Cycle) -> int:
    """Deletes all reminders of a cycle, at its close; returns how many there were."""
    return DraftReminder.objects.filter(cycle=cycle).delete()[0]


def _throttle(cycle: Cycle, visitor: Visitor) -> None:
    counter = f"reminders:{keyed_hash(cycle, 'phone', f'address:{caller_of(visitor.address)}')}"
    cache.add(counter, 0, 3600)
    if cache.incr(counter) > MOST_AN_HOUR:
        raise TooManyTries
