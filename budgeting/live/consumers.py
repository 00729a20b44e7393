"""The sockets of open pages: they carry the word "changed" and nothing else, so they can leak nothing.

Each has one topic, named by its address and allowed before it is joined. Nobody has anything to say to them.
"""

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth.models import AnonymousUser

from budgeting.announce import topic_of_answers, topic_of_counting, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.live.hub import unwatch, watch
from budgeting.results.permissions import may_count_cycle
from portal.places.models import Municipality

# Of our own range: daphne may not send the general ones.
NOT_FOUND, NOT_ALLOWED, SPOKEN_TO, TRY_AGAIN = 4404, 4403, 4400, 4503


class Refused(Exception):
    """This reader may not watch; `code` is why, as the socket is closed."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class NewsConsumer(AsyncWebsocketConsumer):
    """A socket that tells of one topic."""

    # The hub listens for all sockets of the process; a channel of its own would cost each one memory, and on Redis
    # a subscription.
    channel_layer_alias = "none"
    topic: str | None = None

    async def connect(self) -> None:
        try:
            topic = await self.allowed_topic()
        except Refused as refused:
            await self.close(code=refused.code)
            return
        try:
            await watch(topic, self)
        except OSError:
            await self.close(code=TRY_AGAIN)
            return
        self.topic = topic
        await self.accept()

    async def allowed_topic(self) -> str:
        """The topic of this address, if whoever is there may watch it; otherwise Refused."""
        raise Refused(NOT_FOUND)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.close(code=SPOKEN_TO)

    async def disconnect(self, code: int) -> None:
        if self.topic:
            await unwatch(self.topic, self)

    async def tell(self) -> None:
        await self.send(text_data="changed")

    async def drop(self) -> None:
        await self.close(code=TRY_AGAIN)


class CycleConsumer(NewsConsumer):
    """Of a cycle that everybody sees."""

    async def allowed_topic(self) -> str:
        pk = self.scope["url_route"]["kwargs"]["pk"]
        if not await database_sync_to_async(_is_public)(pk):
            raise Refused(NOT_FOUND)
        return topic_of_cycle(pk)


class AnswersConsumer(NewsConsumer):
    """Of what a municipality that takes part answers."""

    async def allowed_topic(self) -> str:
        found = Municipality.objects.filter(slug=self.scope["url_route"]["kwargs"]["slug"], is_active=True)
        pk = await found.values_list("pk", flat=True).afirst()
        if pk is None:
            raise Refused(NOT_FOUND)
        return topic_of_answers(pk)


class CountingConsumer(NewsConsumer):
    """Of how far a count is, for the officials who may have it made."""

    async def allowed_topic(self) -> str:
        pk = self.scope["url_route"]["kwargs"]["pk"]
        cycle = await Cycle.objects.filter(pk=pk).afirst()
        if cycle is None:
            raise Refused(NOT_FOUND)
        if not await database_sync_to_async(may_count_cycle)(self.scope["user"], cycle):
            raise Refused(NOT_ALLOWED)
        return topic_of_counting(pk)


def _is_public(pk: int) -> bool:
    return Cycle.objects.visible_to(AnonymousUser()).filter(pk=pk).exists()
