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
from portal.demo.bearers import bring_bearers_into_office, open_offices_above
from portal.demo.build import build
from portal.demo.campaigns import launch_campaigns, make_backers
from portal.demo.earlier import PLAN as EARLIER
from portal.demo.earlier import hold_earlier_cycle
from portal.demo.indexes import indexed_at_the_end
from portal.demo.messages import keep_messages
from portal.demo.pages import publish_pages
from portal.demo.people import DOMAIN, NAMES, People, make_people
from portal.demo.plans import PLANS, Plan
from portal.demo.voting import BIRTH_YEAR, number_of
from portal.places.actions import load_places
from portal.places.models import Municipality


class Command(BaseCommand):
    help = "Fills an empty installation with six municipalities at work. Does nothing where there is a cycle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", help="The slug of one municipality.")

    def handle(self, *args: Any, only: str | None = None, **options: Any) -> None:
        guide = Path(settings.VAR_DIR) / "demo.txt"
        if not Cycle.objects.exists():
            # An interrupted demo leaves nothing, and the next run starts again.
            with transaction.atomic(), indexed_at_the_end():
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
        if only in (None, EARLIER.slug):
            hold_earlier_cycle(people)
        self._publish(plans, people)
        keep_messages()
        return _guide({slug: codes for slug, codes in cards.items() if codes and slug in ("marneuli", "akhalkalaki")})

    def _publish(self, plans: list[Plan], people: People) -> None:
        """The municipalities' pages, and the campaigns of the organisations there."""
        above, backers = open_offices_above(people), make_backers()
        for plan in plans:
            municipality = Municipality.objects.get(slug=plan.slug)
            pages = publish_pages(plan, people)
            bearers = {**above, **bring_bearers_into_office(municipality, people)}
            campaigns = launch_campaigns(municipality, bearers, people, backers)
            self.stdout.write(f"  {municipality.name_en}: {pages} pages, {campaigns} campaigns")


def _guide(cards: dict[str, list[str]]) -> str:
    """What to try, in plain text; kept, because codes of cards are stored nowhere else."""
    lines = ["Sign in with one of these addresses; the code appears in this window:"]
    lines += [f"  {name + '@' + DOMAIN:<30} {shown}" for name, shown in NAMES.items()]
    lines += [f"  {f'editor-marneuli@{DOMAIN}':<30} edits the pages of Marneuli; and so in each municipality"]
    lines += [f"  {f'author-sabah@{DOMAIN}':<30} writes for an organisation; owner-sabah publishes"]
    for slug, codes in cards.items():
        lines += ["", f"Voting cards for {slug.capitalize()} (the vote is open):"]
        lines += [f"  {show_code(code)}" for code in codes]
    lines += [
        "",
        "In Akhalkalaki a card is bound to a person of the residents' list. Its people may vote without one as well:",
    ]
    lines += [f"  invented personal numbers such as {number_of(0)}, all born in {BIRTH_YEAR}"]
    return "\n".join([*lines, ""])
