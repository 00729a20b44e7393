"""Tells open pages that something changed; they fetch the fragment again and see for themselves."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

NUDGE_SECONDS = 2


def topic_of_cycle(cycle_pk: int) -> str:
    return f"cycle-{cycle_pk}"


def nudge(topic: str) -> None:
    """Announces what happens many times a second: at most one goes out in two seconds, and pages poll for the rest.

    So a rush of ballots does not become a rush of readers, and a watcher cannot tell when one person voted.
    """
    transaction.on_commit(lambda: _send(topic, only_every=NUDGE_SECONDS))


def announce(topic: str) -> None:
    """Sends "changed" to everyone watching the topic once the transaction is committed.

    A channel layer that is down costs nothing but speed: pages poll as well.
    """
    transaction.on_commit(lambda: _send(topic))


def _send(topic: str, *, only_every: int = 0) -> None:
    """Sends it, unless one went out within the last `only_every` seconds."""
    try:
        if only_every and not cache.add(f"nudged-{topic}", True, only_every):
            return
        async_to_sync(get_channel_layer().group_send)(topic, {"type": "changed"})
    except (OSError, RedisError):
        logger.warning("The channel layer did not take the news of %s.", topic)
