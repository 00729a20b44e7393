"""Exactly once, whatever dies: parallel casts with retries, while web processes and PostgreSQL are killed.

    .venv/bin/python -m tests.faults.exactly_once [--rounds 20] [--seed 1] [--sqlite]

In every round 50 voters send 200 casts, each voter the same one four times at once, through two web processes; a third of
them then change their ballot. Meanwhile `kill -9` hits web processes and, at a random moment, a whole PostgreSQL of the
script's own (postmaster and all its processes), which starts again. Two voters in three send until they are
acknowledged; the third gives up at the first failure. After the round the database is asked what became of every voter so far; then
those who gave up send again and must be shown the receipt that was stored. Twenty rounds take about four minutes. It ends with
1 if a ballot was lost or counted twice. With --sqlite only web processes are killed. Loopback only; Linux only.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event, Thread

from scripts.site import ROOT, Server, Site, serving
from scripts.voter import Browser, Form, Unexpected, Voter
from tests.faults.cluster import Cluster
from tests.faults.invariants import Promise, Verdict

VOTERS, AT_ONCE = 50, 4
SPREAD = 6.0  # seconds over which a round's voters come, and in which things die
DRAFTS = 8
PATIENCE = 90  # seconds after which a voter who is never acknowledged counts as lost


@dataclass
class Draft:
    """A ballot ready to be cast: its choices, the last page's form, and the browser's cookies."""

    choices: list[int]
    form: Form
    cookies: dict[str, str]


@dataclass
class Person:
    """One voter of the script, and what this voter has been told."""

    card: str
    gives_up: bool
    sent: list[Draft] = field(default_factory=list)
    acknowledged: list[Draft] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    tries: int = 0

    @property
    def promise(self) -> Promise:
        since = self.sent.index(self.acknowledged[-1]) if self.acknowledged else 0
        return Promise(
            self.card, bool(self.acknowledged), self.receipts, [draft.choices for draft in self.sent[since:]]
        )


@dataclass
class Station:
    """The site under attack."""

    site: Site
    server: Server
    path: str
    chance: random.Random
    cluster: Cluster | None
    web_kills: int = 0
    postgres_kills: int = 0

    def draft(self, first: int) -> Draft:
        voter = Voter(Browser(self.server.port, "10.0.0.1"), self.path)
        choices = [first, first + 1, first + 2]
        form = voter.choose([str(number) for number in choices])
        voter.browser.close()
        return Draft(choices, form, dict(voter.browser.cookies))

    def send(self, person: Person, draft: Draft) -> str | None:
        """The receipt, or None where the answer is lost or refused: one cast, and the page it leads to."""
        browser = Browser(self.server.port, "10.0.0.1", dict(draft.cookies))
        voter = Voter(browser, self.path)
        try:
            person.tries += 1
            where = voter.cast(draft.form, person.card)
            return voter.receipt(where) if "receipt" in where else None
        except (OSError, Unexpected):
            return None
        finally:
            browser.close()

    def insist(self, person: Person, draft: Draft) -> str | None:
        """Sends the same until it is acknowledged; with the same cookies, as a browser that loads again does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            receipt = self.send(person, draft)
            if receipt or person.gives_up:
                return receipt
            time.sleep(self.chance.uniform(0.05, 0.5))
        return None

    def vote(self, person: Person, draft: Draft) -> None:
        """The same cast, several times at once."""
        person.sent.append(draft)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda _number: self.insist(person, draft), range(AT_ONCE)))
        person.receipts += [receipt for receipt in answers if receipt]
        if any(answers):
            person.acknowledged.append(draft)

    def judge(self, people: list[Person]) -> Verdict:
        asked = json.dumps([asdict(person.promise) for person in people])
        line = [sys.executable, "-m", "tests.faults.invariants"]
        done = subprocess.run(
            line, input=asked, text=True, stdout=subprocess.PIPE, cwd=ROOT, env=self.site.environment, check=True
        )
        return Verdict(**json.loads(done.stdout))

    def kill_things(self, is_over: Event) -> None:
        """Two web processes and, where it is the script's own, PostgreSQL, at random moments of the round."""
        victims = ["web", "web", "postgres"] if self.cluster else ["web", "web", "web"]
        moments = sorted((self.chance.uniform(0.5, SPREAD), victim) for victim in victims)
        start = time.monotonic()
        for moment, victim in moments:
            is_over.wait(max(0, start + moment - time.monotonic()))
            if victim == "postgres" and self.cluster:
                self.cluster.kill()
                time.sleep(self.chance.uniform(0, 1))
                self.cluster.start()
                self.postgres_kills += 1
            elif workers := self.server.workers:
                os.kill(self.chance.choice(workers), signal.SIGKILL)
                self.web_kills += 1


def play(station: Station, drafts: list[Draft], people: list[Person]) -> None:
    """One round: all of them vote, some twice, while things die."""
    is_over, chance = Event(), station.chance
    plans = [
        (person, chance.uniform(0, SPREAD), chance.sample(drafts, 2), chance.random() < 1 / 3) for person in people
    ]

    def come(plan: tuple[Person, float, list[Draft], bool]) -> None:
        person, after, (first, second), changes = plan
        time.sleep(after)
        station.vote(person, first)
        if changes and person.acknowledged:
            station.vote(person, second)

    killer = Thread(target=station.kill_things, args=[is_over])
    killer.start()
    with ThreadPoolExecutor(VOTERS) as pool:
        list(pool.map(come, plans))
    is_over.set()
    killer.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of what dies when")
    parser.add_argument("--sqlite", action="store_true")
    asked = parser.parse_args()
    people: list[Person] = []
    unacknowledged = shown_again = 0
    lost: set[str] = set()
    doubled: set[str] = set()
    start = time.monotonic()
    with _station(asked.rounds * VOTERS, random.Random(asked.seed), on_sqlite=asked.sqlite) as (station, cards):
        drafts = [station.draft(first) for first in range(1, DRAFTS + 1)]
        for number in range(1, asked.rounds + 1):
            newcomers = [Person(cards.pop(), gives_up=not place % 3) for place in range(VOTERS)]
            play(station, drafts, newcomers)
            people += newcomers
            verdict = station.judge(people)
            silent = [one for one in newcomers if not one.acknowledged]
            stored = {one.card: verdict.stored[one.card] for one in silent if one.card in verdict.stored}
            unacknowledged += len(stored)
            for person in silent:
                person.gives_up = False
                receipt = station.insist(person, person.sent[-1])
                person.receipts += [receipt] if receipt else []
                person.acknowledged += [person.sent[-1]] if receipt else []
                shown_again += receipt is not None and receipt == stored.get(person.card)
            lost |= {*verdict.lost} | {f"{one.card}: never acknowledged" for one in newcomers if not one.acknowledged}
            doubled |= {*verdict.doubled}
            print(
                f"round {number:2}: {sum(one.tries for one in newcomers):4} casts sent, {len(silent):2} voters without an "
                f"answer, {len(stored):2} of them stored; lost {len(lost)}, doubled {len(doubled)}",
                flush=True,
            )
        final = station.judge(people)
        lost, doubled = lost | {*final.lost}, doubled | {*final.doubled}
    print(
        f"\n{asked.rounds} rounds in {time.monotonic() - start:.0f} s, {station.web_kills} web processes and "
        f"{station.postgres_kills} times PostgreSQL killed"
    )
    print(
        f"{sum(one.tries for one in people)} casts sent by {len(people)} voters; "
        f"{sum(len(one.receipts) for one in people)} acknowledged, {len(final.stored)} ballots"
    )
    print(f"stored without an answer {unacknowledged}, the same receipt shown on sending again {shown_again}")
    print(f"lost {len(lost)} (must be 0), doubled {len(doubled)} (must be 0)")
    print("\n".join([*sorted(lost)[:10], *sorted(doubled)[:10]]))
    return int(bool(lost or doubled or unacknowledged != shown_again))


@contextmanager
def _station(cards: int, chance: random.Random, *, on_sqlite: bool) -> Iterator[tuple[Station, list[str]]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cluster = None if on_sqlite else Cluster(folder)
        try:
            site = Site(folder, cluster.url if cluster else f"sqlite:///{folder}/khma.sqlite3")
            vote = site.ask("fill", str(cards))
            with serving(site, threads=4) as server:
                yield Station(site, server, vote["path"], chance, cluster), vote["cards"]
        finally:
            if cluster:
                cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
