"""How many complete ballots a second the site takes, beside a bare Django view that writes the same rows.

`make bench` runs it last; `python -m scripts.bench_votes` runs it alone. Two web processes (gunicorn, as in production)
and their database take ballots on loopback from a third process: every request of the journey, as the pages lead. The
machine carries all three, so each one's use of the processor is printed too. First on PostgreSQL (the server that
DATABASE_URL names, else the one on this machine), then on SQLite. Goals stand beside the figures; nothing is asserted.
THREADS gives each web process threads (4: kept connections save more than threads cost, measured), SECONDS the length
of a part (15).
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import psycopg

from scripts.site import DEFAULT_SERVER, ROOT, Server, Site, cpu_of, postgres_database, serving
from scripts.voter import BARE, CAST, Load, Tally

VOTERS = 8
SECONDS = float(os.environ.get("SECONDS", "15"))
THREADS = int(os.environ.get("THREADS", "4"))
TURNS = 3  # the casting request and the bare view are measured in turn, so many times
MOST_CARDS = int(SECONDS * 400)
GOALS = {"postgresql": (25, 0.8), "sqlite": (10, None)}  # ballots a second; seconds of p95
CAST_GOAL = 0.6


@dataclass
class Vote:
    """An open vote on a site, with the cards not yet used; the bare view takes any code."""

    site: Site
    cycle: int
    path: str
    cards: list[str]
    bare_cards: list[str]
    database: list[int]  # the processes of its database, where they are on this machine

    def measure(self, kind: str, server: Server, seconds: float) -> tuple[Tally, float, float]:
        """The tally, and the seconds of processor that web processes and database used for it."""
        cards = self.bare_cards if kind == "bare" else self.cards
        load = Load(kind, server.port, self.path, cards, VOTERS, seconds)
        web, database = server.cpu, cpu_of(self.database)
        line = [sys.executable, "-m", "scripts.voter"]
        done = subprocess.run(
            line, input=json.dumps(asdict(load)), text=True, stdout=subprocess.PIPE, cwd=ROOT, check=True
        )
        tally = Tally(**json.loads(done.stdout))
        del cards[: tally.done + len(tally.errors)]
        return tally, server.cpu - web, cpu_of(self.database) - database


def main() -> None:
    where = "as one thread each" if THREADS == 1 else f"with {THREADS} threads each"
    print(f"\nComplete ballots: 2 web processes {where}, {VOTERS} voters at once, {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            with postgres_database(os.environ.get("DATABASE_URL", DEFAULT_SERVER)) as database:
                _measure("postgresql", Site(Path(folder), database))
        except psycopg.OperationalError as problem:
            print(f"\nPostgreSQL is left out: {problem}")
    with tempfile.TemporaryDirectory() as folder:
        _measure("sqlite", Site(Path(folder), f"sqlite:///{folder}/khma.sqlite3"))


def _measure(kind: str, site: Site) -> None:
    vote = Vote(
        site,
        bare_cards=[str(number) for number in range(10 * MOST_CARDS)],
        database=[],
        **site.ask("fill", str(MOST_CARDS)),
    )
    is_postgres = kind == "postgresql"
    with (
        serving(site, threads=THREADS) as web,
        serving(site, "scripts.bare_votes", threads=THREADS, CYCLE=str(vote.cycle)) as bare,
    ):
        for name, server in (("journey", web), ("bare", bare)):  # the first requests load the site
            vote.measure(name, server, 3)
        vote.database = _backends(site.database) if is_postgres else []
        tally, used, database = vote.measure("journey", web, SECONDS)
        _print_journey(kind, tally, used, database)
        _print_kept(site, tally)
        if is_postgres:
            _compare(vote, web, bare)


def _print_journey(kind: str, tally: Tally, web: float, database: float) -> None:
    goal, p95_goal = GOALS[kind]
    rate, everything = tally.done / tally.elapsed, list(chain(*tally.times.values()))
    print(f"\n{kind}: {tally.done} ballots in {tally.elapsed:.1f} s")
    print(f"  ballots a second    {rate:8.1f}   goal {goal}: {'reached' if rate >= goal else 'MISSED'}")
    print(f"  requests a second   {len(everything) / tally.elapsed:8.1f}")
    print(f"  errors              {len(tally.errors):8}   goal 0   {'; '.join(sorted(set(tally.errors))[:3])}")
    print(f"  {'milliseconds':<20}{'p50':>8}{'p95':>8}{'max':>8}")
    for name, times in [*tally.times.items(), ("all requests", everything)]:
        print(f"  {name:<20}" + "".join(f"{value * 1000:8.0f}" for value in _spread(times)))
    if p95_goal:
        p95 = _spread(everything)[1]
        print(f"  p95 of a request    {p95:8.2f} s goal {p95_goal}: {'reached' if p95 < p95_goal else 'MISSED'}")
    _print_cpu(tally, web, database)


def _print_cpu(tally: Tally, web: float, database: float) -> None:
    each = [1000 * used / max(tally.done, 1) for used in (web, database, tally.cpu)]
    print(
        "  processor, ms each  "
        + "  ".join(f"{n} {ms:.1f}" for n, ms in zip(("web", "database", "voters"), each, strict=True))
    )


def _print_kept(site: Site, tally: Tally) -> None:
    kept = site.ask("receipts")
    lost = set(tally.receipts) - set(kept["receipts"])
    print(f"  receipts            {len(tally.receipts):8}   of which not in the database: {len(lost)}, goal 0")


def _compare(vote: Vote, web: Server, bare: Server) -> None:
    """The casting request beside the bare view, in turn."""
    rates: dict[str, list[float]] = {CAST: [], BARE: []}
    costs: dict[str, list[float]] = {CAST: [], BARE: []}
    for _turn in range(TURNS):
        for kind, name, server in (("bare", BARE, bare), ("cast", CAST, web)):
            tally, used, database = vote.measure(kind, server, SECONDS / 2 / TURNS)
            rates[name].append(tally.done / tally.elapsed)
            costs[name].append(1000 * (used + database + tally.cpu) / max(tally.done, 1))
            if tally.errors:
                print(f"  {name}: {len(tally.errors)} errors, {tally.errors[0]}")
    mean = {name: sum(some) / TURNS for name, some in rates.items()}
    cost = {name: sum(some) / TURNS for name, some in costs.items()}
    ratio = mean[CAST] / mean[BARE]
    print(f"  the casting request {mean[CAST]:8.1f} a second, {cost[CAST]:.1f} ms of processor in all")
    print(f"  the bare view       {mean[BARE]:8.1f} a second, {cost[BARE]:.1f} ms of processor in all")
    print(
        f"  ratio               {ratio:8.2f}   goal {CAST_GOAL}: {'reached' if ratio >= CAST_GOAL else 'MISSED'}",
        flush=True,
    )


def _spread(times: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and longest."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]


def _backends(database: str) -> list[int]:
    """The processes that serve this database, seen from it."""
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in rows]


if __name__ == "__main__":
    main()
