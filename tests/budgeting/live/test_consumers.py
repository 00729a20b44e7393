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
    assert (dict(hub._watchers), hub._listeners) == ({}, {})


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
async def test_what_a_page_sends_is_ignored(cycle: Cycle) -> None:
    socket = await opened(cycle)

    await socket.send_to(text_data='{"type": "changed"}')

    assert await socket.receive_nothing(timeout=0.3)
    await tell(cycle)
    assert await socket.receive_from(timeout=PATIENCE) == "changed"
    await socket.disconnect()


@on_own_loop
async def test_two_watchers_share_a_listener_and_are_both_told(cycle: Cycle) -> None:
    sockets = [await opened(cycle) for _number in range(2)]
    assert list(hub._listeners) == [topic_of_cycle(cycle.pk)]

    await tell(cycle)

    assert [await socket.receive_from(timeout=PATIENCE) for socket in sockets] == ["changed"] * 2
    for socket in sockets:
        await socket.disconnect()


@on_own_loop
async def test_the_listener_stays_for_the_last_watcher_and_then_goes(cycle: Cycle) -> None:
    first, second = [await opened(cycle) for _number in range(2)]
    [listener] = hub._listeners.values()

    await first.disconnect()
    await tell(cycle)
    assert await second.receive_from(timeout=PATIENCE) == "changed"
    assert not listener.done()
    await second.disconnect()

    await until(listener.done)
    assert hub._listeners == {}


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

    class Page:
        async def tell(self) -> None: ...

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
