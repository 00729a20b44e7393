"""Looks for bursts of ballots in every vote that is not closed; for cron, every five minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from budgeting.cycles.models import Cycle
from budgeting.watching.actions import find_flags


class Command(BaseCommand):
    help = "Flags ballots that came in a burst, in every vote until it is closed. Run it every five minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        for cycle in Cycle.objects.filter(voting_cleared_at__isnull=False, closing__isnull=True):
            self.stdout.write(f"cycle {cycle.pk}: {find_flags(cycle)} new")
