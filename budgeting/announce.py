"""Tells open pages that something changed; they fetch the fragment again and see for themselves."""

import logging
from collections.abc import Callable
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache, caches
from django.db import DatabaseError, transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

NUDGE_SECONDS = 2
MARK_SECONDS = 60  # longer than any fragment is kept


def topic_of_cycle(cycle_pk: int) -> str:
    """What everybody sees of a cycle: its stage, its turnout, its result."""
    return f"cycle-{cycle_pk}"


def topic_of_counting(cycle_pk: int) -> str:
    """How far the count of a cycle is, which only its officials see."""
    return f"counting-{cycle_pk}"


def topic_of_answers(municipality_pk: int) -> str:
    """What the offices of a municipality answer, to whatever was asked."""
    return f"answers-{municipality_pk}"


def nudge(topic: str, *, is_seen: Callable[[], bool] = lambda: True) -> None:
    """Announces what happens many times a second: at most one goes out in two seconds, and pages look again later.

    So a rush of ballots does not become a rush of readers. Nothing goes out while `is_seen()` says that the public
    sees no difference: of a turnout that is not shown yet, each nudge would tell when one person voted.
    """
    transaction.on_commit(lambda: _send(topic, only_every=NUDGE_SECONDS, is_seen=is_seen))


def announce(topic: str) -> None:
    """Sends "changed" to everyone watching the topic once the transaction is committed.

    A channel layer that is down costs nothing but speed: pages poll as well.
    """
    transaction.on_commit(lambda: _send(topic))


def mark_of(topic: str) -> str:
    """Changes with every announcement on the topic: what was kept under an older mark may be out of date."""
    mark: str = caches["pages"].get(f"news-{topic}", "")
    return mark


def _send(topic: str, *, only_every: int = 0, is_seen: Callable[[], bool] = lambda: True) -> None:
    """Sends it, unless one went out within the last `only_every` seconds or nobody would see a difference."""
    try:
        if only_every and not cache.add(f"nudged-{topic}", True, only_every):
            return
        if not is_seen():
            return
        caches["pages"].set(f"news-{topic}", uuid4().hex, MARK_SECONDS)
        async_to_sync(get_channel_layer().group_send)(topic, {"type": "changed"})
    except (OSError, RedisError, DatabaseError):  # what was committed stays so, whatever becomes of its news
        logger.warning("The channel layer did not take the news of %s.", topic)
