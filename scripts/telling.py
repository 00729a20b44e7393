"""The site with one address more, for `scripts/bench_live.py`: asked for it, somebody votes and open pages are told.

`asgi` is the one process that does everything, `wsgi` the pages beside a process for the sockets.
"""

import os
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.asgi import application as sockets_and_pages
from portal.wsgi import application as pages

FIRST_VOTERS = 20  # fewer than 10 are not shown


def tell(path: str) -> bytes:
    """Enters another voter on the roll of the cycle the path ends with and tells its readers; how many have voted."""
    from django.db import transaction

    from budgeting.announce import announce, topic_of_cycle
    from budgeting.cycles.models import Cycle
    from budgeting.voting.roll import enter_roll

    cycle = Cycle.objects.get(pk=int(path.rpartition("/")[2]))
    with transaction.atomic():
        missing = max(1, FIRST_VOTERS - cycle.roll.count())
        for _one in range(missing):
            enter_roll(cycle, uuid4().hex * 2, method="card", area=None)
        announce(topic_of_cycle(cycle.pk))
    return str(cycle.roll.count()).encode()


async def asgi(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Awaitable[None]]) -> None:
    if scope["type"] != "http" or not scope["path"].startswith("/tell/"):
        await sockets_and_pages(scope, receive, send)
        return
    from channels.db import database_sync_to_async

    body = await database_sync_to_async(tell)(scope["path"])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    if not environ["PATH_INFO"].startswith("/tell/"):
        return pages(environ, start_response)
    start_response("200 OK", [])
    return [tell(environ["PATH_INFO"])]
