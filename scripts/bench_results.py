"""Speed of a large city's results page: 300 projects, 100,000 ballots, everything from the stored count.

`make bench` imports a made-up election into a temporary database of the kind that DATABASE_URL names (SQLite by
default) and asks for its results page within this process, page cache off. The targets are 300 ms and 15 queries.
The floor is an address that asks the database nothing, measured in turn with the page. Milliseconds are of processor
(what a database server takes is not in them); a process's very first page, which also loads templates, stands apart.
"""

import gzip
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.timing import Application, call, in_turn, milliseconds, queries

PROJECTS, BALLOTS, MOST_CHOICES = 300, 100_000, 10
MOST_MILLISECONDS, MOST_QUERIES = 300, 15


def main() -> None:
    with _database() as site:
        _run(site, _hold_vote())


@contextmanager
def _database() -> Iterator[Application]:
    """Sets Django up on an empty database, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings",
            VAR_DIR=folder,
            MEDIA_ROOT=str(Path(folder) / "media"),
            PAGE_CACHE_SECONDS="0",
            CONN_MAX_AGE=os.environ.get("CONN_MAX_AGE", "60"),
            LOG_LEVEL="ERROR",
        )
        import django

        django.setup()
        from django.apps import apps
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        # The tables as they are today; walking through all migrations would take most of the run.
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
        made = setup_databases(verbosity=0, interactive=False)
        try:
            yield get_wsgi_application()
        finally:
            connection.close()
            teardown_databases(made, verbosity=0)


def _hold_vote() -> Any:
    """The cycle of a made-up election that is counted, its people on the roll, its projects in villages."""
    from budgeting.counting.pabulib import PbElection
    from budgeting.cycles.models import Cycle
    from budgeting.results.imports import import_election
    from budgeting.voting.models import Roll
    from portal.places.actions import load_places
    from portal.places.models import Municipality

    load_places()
    municipality = Municipality.objects.get(slug="marneuli")
    election = PbElection(_meta(), tuple(_projects()), tuple(_votes()))
    cycle = import_election(election, municipality, source="made up", say=print)
    villages = list(municipality.settlements.all())
    projects = list(cycle.proposals.all())
    for place, project in enumerate(projects):
        project.settlement = villages[place % len(villages)]
    cycle.proposals.model.objects.bulk_update(projects, ["settlement"])
    came = {"cycle": cycle, "channel": "online", "method": "card", "voted_on": cycle.voting_from_at.date()}
    people = (Roll(voter_key=f"{number:064}", **came) for number in range(BALLOTS))
    Roll.objects.bulk_create(people, batch_size=2000)
    Cycle.objects.filter(pk=cycle.pk).update(imported_from=None)  # the page then shows the turnout as well
    return cycle


def _meta() -> dict[str, str]:
    return {
        "unit": "Made up",
        "budget": str(100 * BALLOTS),
        "vote_type": "approval",
        "date_begin": "2025",
        "date_end": "2025",
    }


def _projects() -> Iterator[Any]:
    from budgeting.counting.pabulib import PbProject

    chance = random.Random("projects")  # noqa: S311  (made up, the same in every run)
    for number in range(1, PROJECTS + 1):
        cost = int(4 * 100 * BALLOTS / PROJECTS * chance.uniform(0.1, 1.9))
        yield PbProject(str(number), cost, name=f"A footbridge over the brook at the edge of village {number}")


def _votes() -> Iterator[Any]:
    from budgeting.counting.pabulib import PbVote

    chance = random.Random("votes")  # noqa: S311  (made up, the same in every run)
    names = [str(number) for number in range(1, PROJECTS + 1)]
    liked = [1 / (5 + place) for place in range(PROJECTS)]
    for voter in range(BALLOTS):
        chosen = set(chance.choices(names, liked, k=chance.randint(1, MOST_CHOICES)))
        yield PbVote(str(voter), tuple(sorted(chosen)))


def _run(site: Application, cycle: Any) -> None:
    from django.db import connection
    from django.test import Client

    path = f"/az/cycles/{cycle.pk}/results/"
    cold = milliseconds(lambda: call(site, path), 1, time.thread_time)[0]
    asked = queries(lambda: call(site, path))
    floor, page = in_turn(lambda: call(site, "/"), lambda: call(site, path))
    body = Client(HTTP_HOST="127.0.0.1").get(path).content
    print(f"\n{connection.vendor}: results page of {PROJECTS} projects and {BALLOTS:,} ballots, from the stored count")
    print(f"  page          {page:7.1f} ms (target {MOST_MILLISECONDS})   floor {floor:.2f} ms x {page / floor:.0f}")
    print(f"  a process's first page {cold:.0f} ms")
    print(f"  queries       {asked:5} (target {MOST_QUERIES})")
    print(f"  HTML          {len(body) / 1000:5.0f} kB, gzipped {len(gzip.compress(body)) / 1000:.0f} kB")
    if asked > MOST_QUERIES or page > MOST_MILLISECONDS:
        raise SystemExit("The results page misses its target.")


if __name__ == "__main__":
    main()
