"""Loads a municipality's list of residents as keyed hashes."""

import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity.residents.actions import BadLines, load_residents
from budgeting.voting.keys import KeyMissing

LINES_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Loads the residents' list of a cycle from a CSV file in UTF-8: personal number, birth year and, if it is known, "
        "the settlement's slug or name. Only keyed hashes are stored; delete the file afterwards. "
        "Before the vote opens the file replaces the list, during the vote it only adds people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="Its path, or - for standard input.")
        parser.add_argument("--cycle", type=int, required=True, help="The number of the cycle.")

    def handle(self, *args: Any, file: str, cycle: int, **options: Any) -> None:
        round_ = Cycle.objects.select_related("municipality").filter(pk=cycle).first()
        if round_ is None:
            raise CommandError(f"There is no cycle {cycle}.")
        try:
            with override("en"), nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as lines:
                loaded = load_residents(round_, lines)
        except BadLines as error:
            raise CommandError("\n".join([str(error), *_shown(error.lines)])) from None
        except KeyMissing:
            raise CommandError(f"The cycle has no key yet. First: manage.py make_key {cycle}") from None
        except NotPossible as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        self.stdout.write(
            f"{loaded.listed} residents are on the list, {loaded.added} of them new; "
            f"{loaded.too_young} were too young and are left out."
        )


def _shown(lines: dict[int, str]) -> list[str]:
    """The first of the wrong lines by number, never what stands in them."""
    shown = [f"  Line {number}: {fault}" for number, fault in list(lines.items())[:LINES_SHOWN]]
    return [*shown, f"  … and {len(lines) - LINES_SHOWN} more."] if len(lines) > LINES_SHOWN else shown
