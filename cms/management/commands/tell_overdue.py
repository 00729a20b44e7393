"""Tells organisations and backers of campaigns whose answer is overdue; for cron, every morning."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.outcomes.overdue import tell_overdue


class Command(BaseCommand):
    help = "Tells who stands behind a campaign that its answer is overdue, once for each day that passed. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_overdue()} told")
