"""Fills a site's database with an open vote, and looks at what has come of it. See `scripts/site.py`.

`python -m scripts.filling fill CARDS` prints {"cycle", "path", "cards"}; `… receipts` what the database holds.
"""

import json
import sys
from datetime import timedelta
from typing import Any

PROJECTS = 12


def main(command: str, *arguments: str) -> None:
    import django

    django.setup()
    json.dump({"fill": _fill, "receipts": _receipts}[command](*arguments), sys.stdout)


def _fill(cards: str) -> dict[str, Any]:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.urls import reverse
    from django.utils import translation

    from budgeting.voting.identity.card.actions import LARGEST_BATCH, issue_cards
    from budgeting.voting.keys import make_key
    from portal.accounts.models import RoleKind, User
    from portal.accounts.roles import grant_role

    # The tables as they are today; walking through all migrations would take most of the run.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    cycle = _cycle()
    make_key(cycle)
    officer = User.objects.create_user("officer@khma.example")
    grant_role(officer, RoleKind.BOOTH_OFFICER, cycle.municipality)
    codes: list[str] = []
    while len(codes) < int(cards):
        codes += issue_cards(cycle, by=officer, count=min(LARGEST_BATCH, int(cards) - len(codes)))
    if connection.vendor == "postgresql":  # what the server's own housekeeping does within minutes
        connection.cursor().execute("VACUUM ANALYZE")
    with translation.override("az"):
        return {"cycle": cycle.pk, "path": reverse("vote", args=[cycle.address]), "cards": codes}


def _cycle() -> Any:
    """A cycle in the middle of its vote, with projects of the demo: real words, in three languages."""
    from budgeting.cycles.models import Cycle
    from budgeting.cycles.themes import load_themes
    from budgeting.proposals.models import Proposal
    from budgeting.proposals.states import State
    from portal.clock import now
    from portal.demo.build import FOLDER
    from portal.languages.texts import in_languages
    from portal.places.actions import load_places
    from portal.places.models import Municipality

    load_places()
    load_themes()
    dates = ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at", "objections_until_at")
    begin = now() - timedelta(days=25)
    town = Municipality.objects.get(slug="marneuli")
    cycle = Cycle.objects.create(
        municipality=town,
        title_ka="ბიუჯეტი 2026",
        title_az="Büdcə 2026",
        envelope_tetri=10_000_000,
        max_projects=5,
        identity_methods=["card"],
        proposing_cleared_at=begin,
        voting_cleared_at=begin,
        implementing_until_at=begin + timedelta(days=50),
        **{name: begin + timedelta(days=10 * place) for place, name in enumerate(dates)},
    )
    facts = json.loads((FOLDER / "marneuli.json").read_text(encoding="utf-8"))["proposals"]
    settlements = list(town.settlements.all())
    Proposal.objects.bulk_create(
        Proposal(
            cycle=cycle,
            number=number,
            state=State.ON_BALLOT,
            cost_tetri=1_000_000,
            written_in=fact["written_in"],
            published_at=begin,
            settlement=settlements[number % len(settlements)],
            author_name="N.",
            **in_languages("title", fact["title"]),
            **in_languages("summary", fact["summary"]),
        )
        for number, fact in enumerate((facts * PROJECTS)[:PROJECTS], start=1)
    )
    return cycle


def _receipts() -> dict[str, Any]:
    from budgeting.voting.models import Ballot, Roll

    return {"receipts": list(Ballot.objects.values_list("receipt", flat=True)), "roll": Roll.objects.count()}


if __name__ == "__main__":
    main(*sys.argv[1:])
