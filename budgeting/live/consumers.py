"""The socket of a cycle's page: it carries the word "changed" and nothing else, so it can leak nothing."""

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth.models import AnonymousUser

from budgeting.announce import topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.live.hub import unwatch, watch


class CycleConsumer(AsyncWebsocketConsumer):
    topic: str | None = None

    async def connect(self) -> None:
        pk = self.scope["url_route"]["kwargs"]["pk"]
        if not await _is_public(pk):
            await self.close(code=4404)
            return
        self.topic = topic_of_cycle(pk)
        await watch(self.topic, self)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.topic:
            await unwatch(self.topic, self)

    async def tell(self) -> None:
        await self.send(text_data="changed")


@database_sync_to_async
def _is_public(pk: int) -> bool:
    return Cycle.objects.visible_to(AnonymousUser()).filter(pk=pk).exists()
