"""Fills an empty installation with the demo."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from budgeting.cycles.models import Cycle
from budgeting.cycles.themes import load_themes
from budgeting.voting.codes import show_code
from portal.demo.build import build
from portal.demo.messages import keep_messages
from portal.demo.people import DOMAIN, NAMES, make_people
from portal.demo.plans import PLANS
from portal.places.actions import load_places
from portal.places.models import Municipality


class Command(BaseCommand):
    help = "Fills an empty installation with six municipalities at work. Does nothing where there is a cycle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", help="The slug of one municipality.")

    def handle(self, *args: Any, only: str | None = None, **options: Any) -> None:
        guide = Path(settings.VAR_DIR) / "demo.txt"
        if not Cycle.objects.exists():
            with transaction.atomic():  # an interrupted demo leaves nothing, and the next run starts again
                text = self._fill(only)
            guide.write_text(text, encoding="utf-8")
        if guide.exists():
            self.stdout.write(guide.read_text(encoding="utf-8"))

    def _fill(self, only: str | None) -> str:
        self.stdout.write(f"Loading places: {load_places()} settlements.")
        load_themes()
        people = make_people(list(Municipality.objects.filter(slug__in=[plan.slug for plan in PLANS])))
        plans = [plan for plan in PLANS if only in (None, plan.slug)]
        cards = {plan.slug: build(plan, people, lambda line: self.stdout.write(f"  {line}")) for plan in plans}
        keep_messages()
        return _guide({slug: codes for slug, codes in cards.items() if codes and slug in ("marneuli", "akhalkalaki")})


def _guide(cards: dict[str, list[str]]) -> str:
    """What to try, in plain text; kept, because codes of cards are stored nowhere else."""
    lines = ["Sign in with one of these addresses; the code appears in this window:"]
    lines += [f"  {name + '@' + DOMAIN:<30} {shown}" for name, shown in NAMES.items()]
    for slug, codes in cards.items():
        lines += ["", f"Voting cards for {slug.capitalize()} (the vote is open):"]
        lines += [f"  {show_code(code)}" for code in codes]
    return "\n".join([*lines, ""])
