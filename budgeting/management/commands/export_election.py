"""Exports a counted cycle as a Pabulib file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from budgeting.counting.pabulib import PabulibError, write_election
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.results.exports import export_election


class Command(BaseCommand):
    help = "Writes a counted cycle as a Pabulib .pb file, to standard output or to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cycle", type=int)
        parser.add_argument("--output", type=Path)

    def handle(self, *args: Any, cycle: int, output: Path | None = None, **options: Any) -> None:
        found = Cycle.objects.select_related("municipality").filter(pk=cycle).first()
        if found is None:
            raise CommandError(f"There is no cycle {cycle}.")
        try:
            with override("en"):
                text = "".join(write_election(export_election(found)))
        except (NotPossible, PabulibError) as error:
            raise CommandError(str(error)) from None
        if output:
            output.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written to {output}.")
        else:
            sys.stdout.buffer.write(text.encode())
