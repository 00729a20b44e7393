"""One listener per topic in a process, however many pages watch it.

The textbook way, every socket a member of the group, is quadratic in the in-memory layer: 22 s to reach
5,000 pages. Here the process joins the group once and passes the news on itself.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
_PAUSE_EVERY = 200


class Watcher(Protocol):
    async def tell(self) -> None:
        """Something was announced on the topic."""

    async def drop(self) -> None:
        """Nothing more will be told: the channel layer went away."""


@dataclass(slots=True, eq=False)
class _Topic:
    """Who watches, the task that listens for all of them, and whether it hears already."""

    listener: "asyncio.Task[None]"
    ready: "asyncio.Future[None]"
    watchers: set[Watcher] = field(default_factory=set)


_topics: dict[str, _Topic] = {}


async def watch(topic: str, watcher: Watcher) -> None:
    """From now on `watcher.tell()` is awaited whenever something is announced on the topic.

    Raises what the channel layer raises while it is down; the page polls then, and the next one tries again.
    """
    entry = _topics.get(topic)
    if entry is None:
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = _topics[topic] = _Topic(asyncio.create_task(_listen(topic, ready)), ready)
        entry.listener.add_done_callback(lambda _task, ended=entry: _end(topic, ended))
    entry.watchers.add(watcher)
    try:
        await asyncio.shield(entry.ready)
    except BaseException:
        await _leave(topic, entry, watcher)
        raise


async def unwatch(topic: str, watcher: Watcher) -> None:
    """Stops telling; the last to leave takes the listener down."""
    if entry := _topics.get(topic):
        await _leave(topic, entry, watcher)


async def _leave(topic: str, entry: _Topic, watcher: Watcher) -> None:
    entry.watchers.discard(watcher)
    if entry.watchers or entry.listener.done():
        return
    if _topics.get(topic) is entry:
        del _topics[topic]
    entry.listener.cancel()
    with suppress(asyncio.CancelledError):
        await entry.listener


def _end(topic: str, entry: _Topic) -> None:
    """A listener has ended. If it failed, those who watch are let go, so that they poll and come again."""
    if _topics.get(topic) is entry:
        del _topics[topic]
    failure = None if entry.listener.cancelled() else entry.listener.exception()
    if not entry.ready.done():
        entry.ready.set_exception(failure or ConnectionError("The listener ended."))
        entry.ready.exception()  # whoever waits gets it; if nobody does, that is no fault
    elif failure:
        logger.warning("The listener of %s has ended: %s", topic, failure)
        _dropping.add(dropping := asyncio.create_task(_drop(list(entry.watchers))))
        dropping.add_done_callback(_dropping.discard)


_dropping: set["asyncio.Task[None]"] = set()  # a task that nobody holds may be collected before it ran


async def _drop(watchers: list[Watcher]) -> None:
    for watcher in watchers:
        with suppress(Exception):
            await watcher.drop()


async def _listen(topic: str, ready: "asyncio.Future[None]") -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(topic, channel)
    ready.set_result(None)
    try:
        while True:
            await layer.receive(channel)
            for count, watcher in enumerate(list(_topics[topic].watchers), start=1):
                with suppress(Exception):  # a page that has just gone away must not silence the others
                    await watcher.tell()
                if count % _PAUSE_EVERY == 0:
                    await asyncio.sleep(0)
    finally:
        await layer.group_discard(topic, channel)
