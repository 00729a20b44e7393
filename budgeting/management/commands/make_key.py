"""Makes the key of a cycle, copies it for paper, or restores it from there."""

import re
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from budgeting.closing.models import Closing
from budgeting.cycles.models import Cycle
from budgeting.voting.keys import KeyMissing, copy_key, has_key, key_path, make_key, restore_key
from budgeting.voting.paper_keys import key_of_rows, rows_of_key
from portal.log.models import record

GONE = (
    "Cycle {pk} has had a key, which is gone: another one would let everybody vote a second time.\n"
    "Restore it from a sealed copy: manage.py make_key {pk} --restore < rows.txt, or put it into CYCLE_KEYS."
)
LIES = (
    "The key of cycle {pk} lies in {path}.\n"
    "Make two sealed copies now (docs/keys.md): manage.py make_key {pk} --copy shows it once for paper."
)
TO_ENVIRONMENT = (
    "\nFor a machine without a lasting disk, the same as one entry of the environment instead of the file:\n"
    "CYCLE_KEYS={name}={key}\n"
    "\nSeal two copies of this, keep them with two people, and clear this screen and its scrollback."
)

_NUMBERED = re.compile(r"^\s*[1-9]\s\s+")  # the row's number, as printed before it


class Command(BaseCommand):
    help = "Makes the secret key of a cycle, which must be in place before cards are printed or the vote opens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cycle", type=int)
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--copy", action="store_true", help="show the key, in rows to be written or printed on paper")
        how.add_argument("--restore", action="store_true", help="read those rows from standard input")

    def handle(self, *args: Any, cycle: int, copy: bool = False, restore: bool = False, **options: Any) -> None:
        found = Cycle.objects.select_related("municipality").filter(pk=cycle).first()
        if found is None:
            raise CommandError(f"There is no cycle {cycle}.")
        if Closing.objects.filter(cycle=found).exists():
            raise CommandError(f"The vote of cycle {cycle} is closed: its key was destroyed and must not come back.")
        if restore:
            self._restore(found)
        else:
            self._make(found, copy)

    def _make(self, cycle: Cycle, copy: bool) -> None:
        try:
            with transaction.atomic():
                path = make_key(cycle)
                if path:
                    _record("make_key", cycle)
        except KeyMissing:
            raise CommandError(GONE.format(pk=cycle.pk)) from None
        if copy:
            self._show(cycle)
        elif path:
            self.stdout.write(LIES.format(pk=cycle.pk, path=path))
        else:
            self.stdout.write(f"Cycle {cycle.pk} has a key already; nothing was changed.")

    def _show(self, cycle: Cycle) -> None:
        key = copy_key(cycle)
        self.stdout.write(f"The key of cycle {cycle.pk} ({cycle.municipality}), row by row:\n")
        for number, row in enumerate(rows_of_key(cycle, key), start=1):
            self.stdout.write(f"  {number}  {row}")
        self.stdout.write(TO_ENVIRONMENT.format(name=cycle.key_name, key=key.hex()))
        _record("copy_key", cycle)

    def _restore(self, cycle: Cycle) -> None:
        if has_key(cycle):
            raise CommandError(f"Cycle {cycle.pk} has its key; nothing was changed.")
        rows = [_NUMBERED.sub("", line) for line in sys.stdin.read().splitlines() if line.strip()]
        try:
            key = key_of_rows(cycle, rows)
        except ValueError as mistake:
            raise CommandError(str(mistake)) from None
        with transaction.atomic():
            restore_key(cycle, key)
            _record("restore_key", cycle)
        self.stdout.write(f"Restored into {key_path(cycle)}.")


def _record(act: str, cycle: Cycle) -> None:
    record(act, cycle, by=None, municipality=cycle.municipality, cycle=cycle.pk)
