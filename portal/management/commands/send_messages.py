"""Sends what is due to leave; for cron, every minute."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from budgeting.voting.identity.limits import delete_old_tries
from budgeting.voting.identity.sms.sending import delete_old_attempts
from cms.campaigns.bursts import forget_marks
from cms.campaigns.paper.forgetting import forget_scans
from portal.clock import now
from portal.messages.delivery import deliver_messages, write_messages
from portal.messages.models import Message, Notice

# A run stops starting messages in time for the next one.
SECONDS = 25
KEEP_FOR = timedelta(days=90)


class Command(BaseCommand):
    help = (
        "Sends the notices and digests that are due, tries again what failed, and deletes messages older than 90 days, "
        "tries to vote older than a day, and scans of signed sheets that nobody needs any more. "
        "Run it every minute; several at once send each message once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = write_messages(Notice.objects.due(), seconds=SECONDS)
        results = deliver_messages(Message.objects.due(), seconds=SECONDS)
        counts = {"written": len(written), **{str(result): count for result, count in results.items()}}
        counts["deleted"] = _delete_old() + delete_old_tries() + forget_marks() + forget_scans() + delete_old_attempts()
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()))


def _delete_old() -> int:
    """Deletes messages that are sent or given up, with their notices, and notices that never left; how many rows."""
    before = now() - KEEP_FOR
    messages, _kinds = Message.objects.filter(created_at__lt=before, try_at=None).delete()
    notices, _kinds = Notice.objects.filter(created_at__lt=before, message=None).delete()
    return messages + notices
