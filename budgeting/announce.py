"""Tells open pages that something changed; they fetch the fragment again and see for themselves."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def topic_of_cycle(cycle_pk: int) -> str:
    return f"cycle-{cycle_pk}"


def announce(topic: str) -> None:
    """Sends "changed" to everyone watching the topic once the transaction is committed.

    A channel layer that is down costs nothing but speed: pages poll as well.
    """
    transaction.on_commit(lambda: _send(topic))


def _send(topic: str) -> None:
    try:
        async_to_sync(get_channel_layer().group_send)(topic, {"type": "changed"})
    except (OSError, RedisError):
        logger.warning("The channel layer did not take the news of %s.", topic)
