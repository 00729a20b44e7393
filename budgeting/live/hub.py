"""One listener per topic in a process, however many pages watch it.

The textbook way, every socket a member of the group, is quadratic in the in-memory layer: 22 s to reach
5,000 pages. Here the process joins the group once and passes the news on itself.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Protocol

from channels.layers import get_channel_layer

_watchers: dict[str, set["Watcher"]] = defaultdict(set)
_listeners: dict[str, asyncio.Task[None]] = {}
_PAUSE_EVERY = 200


class Watcher(Protocol):
    async def tell(self) -> None: ...


async def watch(topic: str, watcher: Watcher) -> None:
    """From now on `watcher.tell()` is awaited whenever something is announced on the topic.

    Raises what the channel layer raises while it is down; the page polls then, and the next one tries again.
    """
    _watchers[topic].add(watcher)
    if topic not in _listeners:
        ready = asyncio.Event()
        listener = _listeners[topic] = asyncio.create_task(_listen(topic, ready))
        listener.add_done_callback(lambda _task: ready.set())
        await ready.wait()
        if listener.done():
            del _listeners[topic]
            await unwatch(topic, watcher)
            listener.result()


async def unwatch(topic: str, watcher: Watcher) -> None:
    """Stops telling; the last to leave takes the listener down."""
    _watchers[topic].discard(watcher)
    if not _watchers[topic]:
        del _watchers[topic]
        if listener := _listeners.pop(topic, None):
            listener.cancel()
            with suppress(asyncio.CancelledError):
                await listener


async def _listen(topic: str, ready: asyncio.Event) -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(topic, channel)
    ready.set()
    try:
        while True:
            await layer.receive(channel)
            for count, watcher in enumerate(list(_watchers[topic]), start=1):
                with suppress(Exception):  # a page that has just gone away must not silence the others
                    await watcher.tell()
                if count % _PAUSE_EVERY == 0:
                    await asyncio.sleep(0)
    finally:
        await layer.group_discard(topic, channel)
