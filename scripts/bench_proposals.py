"""Speed of the list, the search, the filter and the map with 50 and with 5,000 proposals, side by side.

`make bench` fills two temporary databases of the kind that DATABASE_URL names (SQLite by default), one with 50
proposals in its cycle, one with 5,000, and asks both for the same pages in turn, within this process. The target is
a ratio of at most 1.5, with the same number of queries. The floor is an address that asks the database nothing.
"""

import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from scripts.timing import call, milliseconds, queries

FEW, MANY = 50, 5_000
BLOCKS, CALLS = 5, 5  # each page is called CALLS times on one database, then on the other, BLOCKS times over
LETTERS = 800
AT_A_TIME = 500
TARGET = 1.5
RARE = "ორანჟერეა"  # in three proposals of either database


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings", VAR_DIR=folder, PAGE_CACHE_SECONDS="0", LOG_LEVEL="ERROR"
        )
        import django

        django.setup()
        from django.apps import apps
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application

        # The tables as they are today; walking through all migrations would take most of the run.
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
        start = time.perf_counter()
        with _databases(Path(folder)) as names:
            seconds = time.perf_counter() - start
            _compare(get_wsgi_application(), names, seconds)


@contextmanager
def _databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Two databases, named; the second is a copy of the first, filled further. Both are gone afterwards."""
    from django.core.management import call_command
    from django.db import connection

    names = (f"khma_bench_{os.getpid()}_few", f"khma_bench_{os.getpid()}_many")
    is_file = connection.vendor == "sqlite"
    few, many = (str(folder / f"{name}.sqlite3") for name in names) if is_file else names
    if not is_file:
        _in_postgres(f'CREATE DATABASE "{few}"')
    try:
        _use(few)
        call_command("migrate", run_syncdb=True, verbosity=0)
        _fill(0, FEW)
        connection.close()
        if is_file:
            shutil.copyfile(few, many)
        else:
            _in_postgres(f'CREATE DATABASE "{many}" TEMPLATE "{few}"')
        _use(many)
        _fill(FEW, MANY)
        for name in (few, many):
            _use(name)
            if not is_file:  # what the server's own housekeeping does within minutes
                connection.cursor().execute("VACUUM ANALYZE")
        yield few, many
    finally:
        connection.close()
        if not is_file:
            for name in (few, many):
                _in_postgres(f'DROP DATABASE IF EXISTS "{name}"')


def _in_postgres(statement: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:  # the way Django makes its own test databases
        cursor.execute(statement)


def _use(name: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def _fill(start: int, end: int) -> None:
    from django.db import transaction

    from budgeting.proposals.models import Proposal

    cycle = _cycle()
    chance = random.Random(start)  # noqa: S311  (test data)
    sources = _sources()
    settlements = list(cycle.municipality.settlements.all())
    themes = list(_themes())
    for first in range(start, end, AT_A_TIME):
        numbers = range(first, min(first + AT_A_TIME, end))
        proposals = [_proposal(cycle, number, chance, sources, settlements, themes) for number in numbers]
        with transaction.atomic():
            Proposal.objects.bulk_create(proposals)
            _index(proposals)


def _index(proposals: list[Any]) -> None:
    """What `index_proposals` writes, past the ORM: a million rows would take most of the run."""
    from django.db import connection

    from budgeting.proposals.words import weighted_roots

    rows = [(one.pk, root, weight) for one in proposals for root, weight in weighted_roots(one).items()]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO budgeting_proposalword (proposal_id, root, weight) VALUES (%s, %s, %s)", rows)


def _cycle() -> Any:
    from budgeting.cycles.models import Cycle
    from budgeting.cycles.themes import load_themes
    from portal.clock import now
    from portal.places.actions import load_places
    from portal.places.models import Municipality

    if found := Cycle.objects.first():
        return found
    load_places()
    load_themes()
    dates = ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at", "objections_until_at")
    begin = now() - timedelta(days=5)
    return Cycle.objects.create(
        municipality=Municipality.objects.get(slug="marneuli"),
        title_ka="ბიუჯეტი",
        envelope_tetri=10_000_000,
        proposing_cleared_at=begin,
        implementing_until_at=begin + timedelta(days=50),
        **{name: begin + timedelta(days=10 * place) for place, name in enumerate(dates)},
    )


def _themes() -> Any:
    from budgeting.cycles.models import Theme

    return Theme.objects.all()


def _sources() -> list[dict[str, Any]]:
    """The proposals of the demo: real words, in three languages."""
    from portal.demo.build import FOLDER
    from portal.demo.plans import PLANS

    files = [FOLDER / f"{plan.slug}.json" for plan in PLANS]
    return [fact for file in files for fact in json.loads(file.read_text(encoding="utf-8"))["proposals"]]


def _proposal(
    cycle: Any, number: int, chance: random.Random, sources: list[Any], settlements: list[Any], themes: list[Any]
) -> Any:
    from budgeting.proposals.models import Proposal
    from budgeting.proposals.states import State

    fact = sources[number % len(sources)]
    language = fact["written_in"]
    texts = {f"{field}_{code}": text for field in ("title", "summary") for code, text in fact[field].items()}
    sentences = [
        one for source in chance.choices(sources, k=12) for one in source["text"].get(language, "").split(". ")
    ]
    chance.shuffle(sentences)
    if number % (FEW // 3) == 1 and number < FEW:
        texts["title_ka"] = f"{RARE} {number}"
    return Proposal(
        cycle=cycle,
        written_in=language,
        state=chance.choice([State.PUBLISHED] * 8 + [State.UNDER_REVIEW, State.FEASIBLE]),
        published_at=cycle.proposing_from_at + timedelta(minutes=number),
        # Every other one in the first, the rest spread: both databases fill a page of one, and a map of all.
        settlement=settlements[0 if number % 2 else number // 2 % len(settlements)],
        theme=chance.choice(themes),
        author_name=f"{chance.choice('ABDEGIKLMN')}. {chance.randrange(900)}",
        **{**texts, f"text_{language}": ". ".join(sentences)[:LETTERS]},
    )


def _pages() -> dict[str, str]:
    from urllib.parse import quote

    cycle = _cycle()
    place = cycle.municipality.settlements.first()
    base = f"/az/cycles/{cycle.pk}/"
    return {
        "floor: no query, all middleware": "/",
        "list, in random order": f"{base}proposals/?seed=7",
        "list, newest first": f"{base}proposals/?order=newest",
        "list, second page": f"{base}proposals/?seed=7&page=2",
        "search: a common word (yol)": f"{base}proposals/?q=yol",
        f"search: a rare word ({RARE})": f"{base}proposals/?q={quote(RARE)}",
        "search: a case form (სოფლის)": f"{base}proposals/?q={quote('სოფლის')}",
        "search: two words (kəndin yolu)": f"{base}proposals/?q={quote('kəndin yolu')}",
        "filter: settlement": f"{base}proposals/?seed=7&settlement={place.pk}",
        "map": f"{base}map/",
        "map of a search (yol)": f"{base}map/?q=yol",
    }


def _compare(site: Any, names: tuple[str, str], seconds: float) -> None:
    from django.db import connection

    from budgeting.proposals.models import Proposal, ProposalWord

    _use(names[1])
    pages = _pages()
    words = ProposalWord.objects.count() // Proposal.objects.count()
    print(f"\n{connection.vendor}: {FEW} and {MANY:,} proposals with {words} words each, filled in {seconds:.0f} s")
    print(f"{BLOCKS * CALLS} calls each, in turn; milliseconds, median; the target is a ratio of {TARGET}\n")
    print(f"{'':<36}{FEW:>9,}{MANY:>9,}{'ratio':>8}  queries")
    times: dict[tuple[str, str], list[float]] = {}
    asked: dict[tuple[str, str], int] = {}
    for name in names:
        _use(name)
        for page, path in pages.items():
            call(site, path)
            asked[page, name] = queries(lambda path=path: call(site, path))
    for page, path in pages.items():
        for _block in range(BLOCKS):
            for name in names:
                _use(name)
                call(site, path)  # opens the connection
                times.setdefault((page, name), []).extend(milliseconds(lambda path=path: call(site, path), CALLS))
        few, many = (statistics.median(times[page, name]) for name in names)
        asked_few, asked_many = (asked[page, name] for name in names)
        verdict = "" if many <= TARGET * few and asked_few == asked_many else "   ABOVE THE TARGET"
        print(f"{page:<36}{few:9.2f}{many:9.2f}{many / few:8.2f}  {asked_few}, {asked_many}{verdict}")


if __name__ == "__main__":
    main()
