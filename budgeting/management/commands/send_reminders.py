"""Reminds those who began a ballot and left a contact; for cron, every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from budgeting.voting.reminders.sending import send_due_reminders

# A run stops starting messages in time for the next one.
SECONDS = 25


class Command(BaseCommand):
    help = (
        "Writes to those who began a ballot and asked for it, 48 and 6 hours before the vote ends. "
        "Run it every minute; several at once send each reminder once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        results = send_due_reminders(seconds=SECONDS)
        self.stdout.write(f"{results['sent']} sent, {results['failed']} failed")
