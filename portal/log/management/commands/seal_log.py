"""Joins the log's new entries to the chain; for cron, every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.log.sealing import seal_log


class Command(BaseCommand):
    help = "Seals the log: joins its new entries to the chain and notes the new root."

    def handle(self, *args: Any, **options: Any) -> None:
        seal = seal_log()
        self.stdout.write(f"Seal {seal.number}: {seal.root}" if seal else "Nothing new.")
