"""The socket of a cycle's page, and the one listener behind all sockets of a topic."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.db import transaction

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.live import hub
from budgeting.live.urls import socket_urls
from tests.budgeting.live.own_thread import in_own_thread, on_own_loop
from tests.factories import make_cycle
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)
application = URLRouter(socket_urls)
PATIENCE = 5


async def opened(cycle: Cycle) -> WebsocketCommunicator:
    socket = WebsocketCommunicator(application, f"/ws/cycles/{cycle.pk}/")
    is_open, _protocol = await socket.connect(timeout=PATIENCE)
    assert is_open
    return socket


async def tell(cycle: Cycle) -> None:
    """Announces as a page does: from a thread with its own transaction."""
    await database_sync_to_async(announce)(topic_of_cycle(cycle.pk))


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.01)


class Page:
    """Watches, and remembers whether it was let go."""

    is_dropped = False

    async def tell(self) -> None: ...

    async def drop(self) -> None:
        self.is_dropped = True


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """A public one."""
    return in_own_thread(make_cycle, cast)


@pytest.fixture
def other(cast: Cast) -> Cycle:
    return in_own_thread(make_cycle, cast)


@pytest.fixture
def unpublished(cast: Cast) -> Cycle:
    return in_own_thread(make_cycle, cast, Stage.PREPARING)


@pytest.fixture(autouse=True)
def no_watcher_left() -> Iterator[None]:
    yield
    assert hub._topics == {}


@on_own_loop
async def test_a_public_cycles_page_is_told_that_something_changed(cycle: Cycle) -> None:
    socket = await opened(cycle)

    await tell(cycle)

    assert await socket.receive_from(timeout=PATIENCE) == "changed"
    await socket.disconnect()


@on_own_loop
async def test_a_page_is_told_every_time(cycle: Cycle) -> None:
    socket = await opened(cycle)

    for _time in range(3):
        await tell(cycle)
        assert await socket.receive_from(timeout=PATIENCE) == "changed"

    await socket.disconnect()


@on_own_loop
async def test_a_page_is_not_told_of_another_cycle(cycle: Cycle, other: Cycle) -> None:
    socket = await opened(cycle)

    await tell(other)

    assert await socket.receive_nothing(timeout=0.3)
    await socket.disconnect()


@pytest.mark.parametrize("which", ["unpublished", "none"])
@on_own_loop
async def test_a_cycle_the_public_does_not_see_is_closed_at_once(unpublished: Cycle, which: str) -> None:
    pk = unpublished.pk + (1000 if which == "none" else 0)
    socket = WebsocketCommunicator(application, f"/ws/cycles/{pk}/")

    assert await socket.connect(timeout=PATIENCE) == (False, 4404)


@on_own_loop
async def test_who_speaks_is_closed_and_the_others_hear_nothing_of_it(cycle: Cycle) -> None:
    speaking, silent = [await opened(cycle) for _number in range(2)]

    await speaking.send_to(text_data='{"type": "changed"}')

    assert await speaking.receive_output(timeout=PATIENCE) == {"type": "websocket.close", "code": 4400}
    assert await silent.receive_nothing(timeout=0.3)
    await speaking.disconnect(code=4400)
    await tell(cycle)
    assert await silent.receive_from(timeout=PATIENCE) == "changed"
    await silent.disconnect()


@on_own_loop
async def test_who_sends_bytes_is_closed(cycle: Cycle) -> None:
    socket = await opened(cycle)

    await socket.send_to(bytes_data=b"\0" * 100_000)

    assert await socket.receive_output(timeout=PATIENCE) == {"type": "websocket.close", "code": 4400}
    await socket.disconnect(code=4400)


@on_own_loop
async def test_two_watchers_share_a_listener_and_are_both_told(cycle: Cycle) -> None:
    sockets = [await opened(cycle) for _number in range(2)]
    assert list(hub._topics) == [topic_of_cycle(cycle.pk)]

    await tell(cycle)

    assert [await socket.receive_from(timeout=PATIENCE) for socket in sockets] == ["changed"] * 2
    for socket in sockets:
        await socket.disconnect()


@on_own_loop
async def test_the_listener_stays_for_the_last_watcher_and_then_goes(cycle: Cycle) -> None:
    first, second = [await opened(cycle) for _number in range(2)]
    [listener] = [topic.listener for topic in hub._topics.values()]

    await first.disconnect()
    await tell(cycle)
    assert await second.receive_from(timeout=PATIENCE) == "changed"
    assert not listener.done()
    await second.disconnect()

    await until(listener.done)
    assert hub._topics == {}


@on_own_loop
async def test_a_page_that_comes_after_the_last_has_left_is_told_again(cycle: Cycle) -> None:
    await (await opened(cycle)).disconnect()

    socket = await opened(cycle)
    await tell(cycle)

    assert await socket.receive_from(timeout=PATIENCE) == "changed"
    await socket.disconnect()


@on_own_loop
async def test_a_watcher_that_fails_does_not_silence_the_others(cycle: Cycle) -> None:
    class Gone:
        async def tell(self) -> None:
            raise RuntimeError("The page has gone away.")

        async def drop(self) -> None: ...

    gone, socket = Gone(), await opened(cycle)
    await hub.watch(topic_of_cycle(cycle.pk), gone)

    for _time in range(2):
        await tell(cycle)
        assert await socket.receive_from(timeout=PATIENCE) == "changed"

    await hub.unwatch(topic_of_cycle(cycle.pk), gone)
    await socket.disconnect()


@on_own_loop
async def test_pages_are_told_after_the_commit_and_not_of_what_was_undone(cycle: Cycle) -> None:
    socket = await opened(cycle)

    def announce_and_undo() -> None:
        with transaction.atomic():
            announce(topic_of_cycle(cycle.pk))
            transaction.set_rollback(True)

    await database_sync_to_async(announce_and_undo)()

    assert await socket.receive_nothing(timeout=0.3)
    await socket.disconnect()


@on_own_loop
async def test_a_listener_that_cannot_listen_refuses_the_page_and_leaves_no_trace(
    cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page then polls; when the channel layer is back, the next page is told again."""

    class Down:
        async def new_channel(self) -> str:
            raise ConnectionError("The channel layer is down.")

    with monkeypatch.context() as patch:
        patch.setattr(hub, "get_channel_layer", Down)
        page = Page()
        with pytest.raises(ConnectionError):
            async with asyncio.timeout(1):
                await hub.watch(topic_of_cycle(cycle.pk), page)

    socket = await opened(cycle)
    await tell(cycle)
    assert await socket.receive_from(timeout=PATIENCE) == "changed"
    await socket.disconnect()


@on_own_loop
async def test_a_listener_that_fails_lets_its_pages_go_and_the_next_page_is_told(
    cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would otherwise wait for ever, with an open socket and without polling."""
    went_away = asyncio.Event()

    class Failing:
        async def new_channel(self) -> str:
            return "one"

        async def group_add(self, topic: str, channel: str) -> None: ...

        async def group_discard(self, topic: str, channel: str) -> None: ...

        async def receive(self, channel: str) -> None:
            await went_away.wait()
            raise ConnectionError("The channel layer went away.")

    page = Page()
    with monkeypatch.context() as patch:
        patch.setattr(hub, "get_channel_layer", Failing)
        await hub.watch(topic_of_cycle(cycle.pk), page)
        went_away.set()
        await until(lambda: page.is_dropped)

    socket = await opened(cycle)
    await tell(cycle)
    assert await socket.receive_from(timeout=PATIENCE) == "changed"
    await socket.disconnect()


@on_own_loop
async def test_a_page_let_go_is_closed_so_that_it_comes_again(cycle: Cycle) -> None:
    socket = await opened(cycle)
    [watcher] = hub._topics[topic_of_cycle(cycle.pk)].watchers

    await watcher.drop()

    assert await socket.receive_output(timeout=PATIENCE) == {"type": "websocket.close", "code": 4503}
    await socket.disconnect(code=4503)


@on_own_loop
async def test_pages_that_come_while_the_listener_is_starting_all_wait_for_it(
    cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told that the socket is open must miss nothing from then on."""
    may_start = asyncio.Event()
    layer = hub.get_channel_layer()
    join = layer.group_add

    async def group_add(topic: str, channel: str) -> None:
        await may_start.wait()
        await join(topic, channel)

    monkeypatch.setattr(layer, "group_add", group_add)
    pages = [Page(), Page()]
    topic = topic_of_cycle(cycle.pk)
    watching = [asyncio.create_task(hub.watch(topic, page)) for page in pages]
    await asyncio.sleep(0.05)
    assert [task.done() for task in watching] == [False, False]

    may_start.set()
    await asyncio.gather(*watching)

    for page in pages:
        await hub.unwatch(topic, page)
