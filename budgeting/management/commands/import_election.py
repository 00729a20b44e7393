"""Imports a published election from a Pabulib file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from budgeting.counting.pabulib import PabulibError, read_election
from budgeting.errors import NotPossible
from budgeting.results.imports import import_election
from portal.places.models import Municipality


class Command(BaseCommand):
    help = "Imports a published election (a Pabulib .pb file) as a closed, counted cycle of a municipality."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="Its slug, for example marneuli.")

    def handle(self, *args: Any, file: Path, municipality: str, **options: Any) -> None:
        place = Municipality.objects.filter(slug=municipality).first()
        if place is None:
            raise CommandError(f"There is no municipality {municipality!r}.")
        try:
            with override("en"):
                # Real files have a few ballots that name a project twice; it counts once.
                election = read_election(file, on_progress=self._progress, drop_repeats=True)
                cycle = import_election(election, place, source=file.name, say=self.stdout.write)
        except (PabulibError, NotPossible) as error:
            raise CommandError(f"{file.name} is not imported. {error}") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        self.stdout.write(f"Imported as cycle {cycle.pk}: /en/cycles/{cycle.address}/results/")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"Reading: {100 * done // max(total, 1)} %")
