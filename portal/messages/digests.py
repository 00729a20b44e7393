"""When digests leave: at six in the evening in Tbilisi, the weekly ones on Mondays."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.accounts.models import Rhythm
from portal.clock import now, today

LEAVE_AT = time(18)
DAYS = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7}


def last_digest_at(rhythm: Rhythm) -> datetime:
    """The last instant up to now at which digests of this rhythm (daily or weekly) left.

    What was stored before it and still waits is due; so no record of sent digests is needed, and a run that
    comes late, even a day late, makes up for it.
    """
    day = today()
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday())
    at = timezone.make_aware(datetime.combine(day, LEAVE_AT), timezone.get_default_timezone())
    return at if at <= now() else at - timedelta(days=DAYS[rhythm])
