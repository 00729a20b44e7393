"""Which notices are to leave now, and which messages are to be tried now."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from portal.accounts.models import Rhythm
from portal.clock import now
from portal.messages.digests import last_digest_at

# What has waited longer is no news: it stays on the reader's page, and is not sent to somebody who
# wanted no messages for months and changed their mind.
NEWS_FOR = timedelta(days=14)


class NoticeQuerySet(models.QuerySet):
    def waiting(self) -> "NoticeQuerySet":
        """In no message yet, still news, and for somebody who wants to be written to."""
        return self.filter(message=None, created_at__gte=now() - NEWS_FOR, user__is_active=True).exclude(
            user__rhythm=Rhythm.NEVER
        )

    def due(self) -> "NoticeQuerySet":
        """Those of the waiting that leave now: own news, what is wanted at once, and what a digest is due for."""
        hour_has_come = Q(is_own=True) | Q(user__rhythm=Rhythm.AT_ONCE)
        for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
            hour_has_come |= Q(user__rhythm=rhythm, created_at__lt=last_digest_at(rhythm))
        return self.waiting().filter(hour_has_come)


class MessageQuerySet(models.QuerySet):
    def due(self) -> "MessageQuerySet":
        """Neither sent nor given up, and not held by another worker."""
        return self.filter(try_at__lte=now())
