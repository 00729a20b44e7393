"""How benchmarks call a site within their own process: one request, its milliseconds, its queries.

It knows no site, so that another one's process can import it too.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Application = Callable[..., Any]
TURNS, CALLS = 5, 8


@dataclass(frozen=True, slots=True)
class Measured:
    """A page: milliseconds of processor, those of a bare response measured in turn with it, and its queries."""

    bare: float
    uncached: float
    queries: int
    cached: float | None = None


def call(application: Application, address: str) -> None:
    """One anonymous GET through the WSGI application. RuntimeError unless the answer is 200."""
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


def milliseconds(act: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """What each of so many rounds takes."""
    times = []
    for _round in range(rounds):
        start = clock()
        act()
        times.append((clock() - start) * 1000)
    return times


def queries(act: Callable[[], Any]) -> int:
    """How many queries it asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def in_turn(*acts: Callable[[], Any]) -> list[float]:
    """The median milliseconds of processor of each act; they take turns.

    Not of the wall: on a busy machine a long act waits for the others' turns and a short one does not, so that their
    ratio would say how busy it is. What a database server takes is not in it.
    """
    times: list[list[float]] = [[] for _act in acts]
    for _turn in range(TURNS):
        for act, taken in zip(acts, times, strict=True):
            taken += milliseconds(act, CALLS, time.thread_time)
    return [statistics.median(taken) for taken in times]
