"""Counts a published election by a named rule and prints the outcome."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgeting.counting.command import add_rule_options, rule_of_options, tally_file, told
from budgeting.counting.pabulib import PabulibError
from budgeting.counting.rule import RuleError


class Command(BaseCommand):
    help = "Counts a Pabulib .pb file, without storing anything."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        add_rule_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = tally_file(options["file"], rule_of_options(options))
        except (PabulibError, RuleError) as error:
            raise CommandError(f"{options['file'].name} is not counted. {error}") from None
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        self.stdout.write(told(tally, as_json=options["json"]))
