"""Counts a published election by a named rule and prints the outcome."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgeting.counting.pabulib import PabulibError, read_election
from budgeting.counting.sweep import EqualSharesRule
from budgeting.counting.tally import Tally, tally_equal_shares, tally_greedy


class Command(BaseCommand):
    help = "Counts a Pabulib .pb file, without storing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rule", choices=["greedy", "equal-shares"], default="equal-shares")
        parser.add_argument("--variant", choices=["add1", "add1-exhaustive", "plain"], default="add1")
        parser.add_argument("--utility", choices=["cost", "cardinality"], default="cost")
        parser.add_argument("--completion", choices=["none", "greedy"], default="none")
        parser.add_argument("--step", type=int, default=1)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = self._count(options)
        except PabulibError as error:
            raise CommandError(f"{options['file'].name} is not counted. {error}") from None
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        if options["json"]:
            self.stdout.write(json.dumps(asdict(tally)))
            return
        for name, value in asdict(tally).items():
            shown = ", ".join(value) if name == "selected" else value
            self.stdout.write(f"{name}: {shown}")

    @staticmethod
    def _count(options: dict[str, Any]) -> Tally:
        if options["step"] < 1:
            raise CommandError("--step is a whole number from 1.")
        election = read_election(options["file"], drop_repeats=True)
        if options["rule"] == "greedy":
            return tally_greedy(election, options["utility"])
        names = ("variant", "utility", "completion", "step")
        return tally_equal_shares(election, EqualSharesRule(**{name: options[name] for name in names}))
