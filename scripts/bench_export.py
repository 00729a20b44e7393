"""Memory of the data files: the same for ten thousand proposals and for a million.

`python -m scripts.bench_export` fills a temporary SQLite file with made-up rows and streams each file to nowhere,
in a process of its own that tells the most memory it ever held. `--rows` sets the larger number.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FEW, MANY = 10_000, 1_000_000
FILES = ("data_proposals", "data_proposals_map")
_FILL = """
INSERT INTO budgeting_proposal ({names})
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
SELECT {values} FROM n, (SELECT * FROM budgeting_proposal WHERE id = {pk}) AS one
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=MANY)
    options.add_argument("--stream", nargs=2, metavar=("NAME", "CYCLE"), help="used by itself, in its own process")
    asked = options.parse_args()
    if asked.stream:
        _stream(*asked.stream)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/export.sqlite3"
        cycle, proposal = _run("-c", "from scripts.bench_export import begin; begin()").split()[-2:]
        for more in (FEW - 1, asked.rows - FEW):
            _run("-c", f"from scripts.bench_export import fill; fill({proposal}, {more})")
            for name in FILES:
                print(_run("-m", "scripts.bench_export", "--stream", name, cycle), end="", flush=True)


def _run(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], stdout=subprocess.PIPE, text=True, check=True).stdout


def begin() -> None:
    """A public cycle with one published proposal; prints the numbers of both."""
    _start()
    from datetime import timedelta

    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from budgeting.cycles.models import Cycle
    from budgeting.proposals.models import Proposal
    from portal.clock import now
    from portal.places.models import Municipality, Region

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # only the tables as they are now
    call_command("migrate", run_syncdb=True, verbosity=0)
    region = Region.objects.create(slug="kvemo-kartli", name_ka="ქვემო ქართლი")
    place = Municipality.objects.create(
        slug="marneuli", name_ka="მარნეული", region=region, is_active=True, lat=41.48, lon=44.79
    )
    days = [now() + timedelta(days=day) for day in range(-1, 5)]
    names = ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at")
    dates = dict(zip((*names, "objections_until_at", "implementing_until_at"), days, strict=True))
    cycle = Cycle.objects.create(
        municipality=place, title_ka="ბიუჯეტი", envelope_tetri=10_000, proposing_cleared_at=now(), **dates
    )
    one = Proposal.objects.create(
        cycle=cycle, written_in="ka", title_ka="სანათები სკოლის გზაზე", summary_ka="ორი სანათი.", text_ka="ბნელა. " * 20,
        state="published", published_at=now(), lat=41.48, lon=44.79,
    )  # fmt: skip
    print(cycle.pk, one.pk)


def fill(proposal: int, rows: int) -> None:
    """So many more proposals like this one."""
    _start()
    from django.db import connection

    from budgeting.proposals.models import Proposal

    columns = [field.column for field in Proposal._meta.concrete_fields if field.column != "id"]
    made = {"invite_key": "printf('%08x%024x', random() & 4294967295, i)"}
    values = ", ".join(made.get(name, f'one."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(names=names, values=values, rows=rows, pk=proposal))


def _stream(name: str, cycle: str) -> None:
    _start()
    import resource

    from django.test import RequestFactory
    from django.urls import resolve, reverse

    path = reverse(name, args=[int(cycle)])
    match = resolve(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, size, lines = time.monotonic(), 0, 0
    for piece in match.func(RequestFactory().get(path), **match.kwargs).streaming_content:
        size, lines = size + len(piece), lines + piece.count(b"\n")
    seconds = time.monotonic() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{Path(path).name:<20}{lines:>10,} lines {size / 1e6:8.1f} MB {seconds:7.1f} s"
        f"   most memory {most / 1024:6.1f} MB, {(most - before) / 1024:+.1f} MB while streaming"
    )


def _start() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()


if __name__ == "__main__":
    main()
