"""The seven days: from when an event was announced to when it begins.

Source: Marneuli's rules of the council: place, date and agenda are published seven days before, and a breach is said
in public.
"""

from datetime import datetime

from django.utils.timezone import localdate

NOTICE_DAYS = 7


def days_of_notice(announced_at: datetime, starts_at: datetime) -> int:
    """Days of the calendar in Tbilisi between the two, whatever the hour; less than 0 if announced on a later day."""
    return (localdate(starts_at) - localdate(announced_at)).days


def is_in_time(announced_at: datetime, starts_at: datetime) -> bool:
    return days_of_notice(announced_at, starts_at) >= NOTICE_DAYS
