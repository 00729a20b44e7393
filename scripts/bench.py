"""Speed of the main pages and of casting a ballot, beside a floor measured in the same run.

`make bench` fills a temporary site with the demo and calls the WSGI application in this process, so the
figures hold no network. The floor is an address that asks the database nothing, through all the middleware;
the ratio to it is what can be compared between machines.
"""

import statistics
from collections.abc import Callable
from typing import Any

from scripts.demo_site import KEPT_SECONDS, demo_site
from scripts.timing import Application, call, milliseconds

ROUNDS = 40
CASTS = 200


def main() -> None:
    with demo_site() as site:
        _run(site)


def _run(site: Application) -> None:
    from django.conf import settings
    from django.db import connection

    print(f"{connection.vendor}, {ROUNDS} calls each after one warm-up; milliseconds, median (min-max)\n")
    cached_home = ("home, from the page cache", lambda: call(site, "/az/"))
    cached_home[1]()
    settings.PAGE_CACHE_SECONDS = 0
    floor = _time("floor: no query, all middleware", lambda: call(site, "/"), None)
    settings.PAGE_CACHE_SECONDS = KEPT_SECONDS
    _time(*cached_home, floor)
    settings.PAGE_CACHE_SECONDS = 0
    for name, path in _pages().items():
        _time(name, lambda path=path: call(site, path), floor)
    _cast(floor)


def _pages() -> dict[str, str]:
    from budgeting.cycles.models import Cycle
    from budgeting.cycles.stages import Stage

    cycles = {cycle.stage: cycle for cycle in Cycle.objects.all()}
    voting, counted = cycles[Stage.VOTING], cycles[Stage.OBJECTIONS]
    proposal = counted.proposals.on_ballot().first()
    return {
        "home": "/az/",
        "cycle": f"/az/cycles/{voting.pk}/",
        "list of proposals": f"/az/cycles/{voting.pk}/proposals/",
        "proposal": f"/az/proposals/{proposal.pk}/",
        "ballot": f"/az/cycles/{voting.pk}/vote/",
        "results": f"/az/cycles/{counted.pk}/results/",
    }


def _cast(floor: float) -> None:
    from budgeting.cycles.models import Cycle
    from budgeting.cycles.stages import Stage
    from budgeting.voting.actions import cast_ballot
    from budgeting.voting.identity import Voter

    cycle = next(cycle for cycle in Cycle.objects.filter(ballot_kind="approval") if cycle.stage == Stage.VOTING)
    voters = iter(Voter(f"{number:064}", "card") for number in range(CASTS + 1))
    _time("cast a ballot (action)", lambda: cast_ballot(cycle, [1, 2], voter=next(voters)), floor, rounds=CASTS)


def _time(name: str, act: Callable[[], Any], floor: float | None, rounds: int = ROUNDS) -> float:
    act()
    times = milliseconds(act, rounds)
    median = statistics.median(times)
    ratio = f"   floor x {median / floor:.1f}" if floor else ""
    print(f"{name:<38}{median:8.3f}  ({min(times):.3f}-{max(times):.3f}){ratio}")
    return median


if __name__ == "__main__":
    main()
