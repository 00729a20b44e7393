"""Checks that nothing in the log was changed since it was sealed; exits with 1 at the first difference."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.log.verifying import Tampered, verify_log


class Command(BaseCommand):
    help = "Walks the log's chain and names the first row that was altered, taken out or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--root", default="", help="A root somebody noted: one of the seals must have it.")

    def handle(self, *args: Any, root: str, **options: Any) -> None:
        try:
            found = verify_log(root)
        except Tampered as difference:
            raise CommandError(str(difference)) from None
        self.stdout.write(
            f"In order: {found.entries} entries under {found.seals} seals, {found.waiting} not sealed yet.\n"
            f"Root: {found.root or 'none'}"
        )
