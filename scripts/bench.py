"""Speed of the main pages and of casting a ballot, beside a floor measured in the same run.

`make bench` fills a temporary site with the demo and calls the WSGI application in this process, so the
figures hold no network. The floor is an address that asks the database nothing, through all the middleware;
the ratio to it is what can be compared between machines.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

ROUNDS = 40
CASTS = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings",
            VAR_DIR=folder,
            MEDIA_ROOT=str(Path(folder) / "media"),
            PAGE_CACHE_SECONDS=os.environ.get("PAGE_CACHE_SECONDS", "10"),
            LOG_LEVEL="ERROR",
        )
        _run()


def _run() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("demo", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    site = get_wsgi_application()
    print(f"{connection.vendor}, {ROUNDS} calls each after one warm-up; milliseconds, median (min-max)\n")
    cached_home = ("home, from the page cache", lambda: _call(site, "/az/"))
    cached_home[1]()
    settings.PAGE_CACHE_SECONDS, kept = 0, settings.PAGE_CACHE_SECONDS
    floor = _time("floor: no query, all middleware", lambda: _call(site, "/"), None)
    settings.PAGE_CACHE_SECONDS = kept
    _time(*cached_home, floor)
    settings.PAGE_CACHE_SECONDS = 0
    for name, path in _pages().items():
        _time(name, lambda path=path: _call(site, path), floor)
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


def _time(name: str, call: Callable[[], Any], floor: float | None, rounds: int = ROUNDS) -> float:
    call()
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    ratio = f"   floor x {median / floor:.1f}" if floor else ""
    print(f"{name:<38}{median:8.3f}  ({min(times):.3f}-{max(times):.3f}){ratio}")
    return median


def _call(application: Callable[..., Any], address: str) -> None:
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    statuses: list[str] = []
    answer = application(environ, lambda status, headers: statuses.append(status))
    list(answer)
    if close := getattr(answer, "close", None):
        close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{address}: {statuses[0]}")


if __name__ == "__main__":
    main()
