"""Who may open which socket: every role at every socket, and addresses that somebody made up."""

import pytest
from channels.db import database_sync_to_async
from channels.routing import ProtocolTypeRouter
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from budgeting.announce import announce, topic_of_answers, topic_of_counting
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.live import hub
from portal.accounts.models import User
from portal.asgi import application
from portal.places.models import Municipality
from tests.budgeting.live.own_thread import in_own_thread, on_own_loop
from tests.factories import make_cycle
from tests.people import ROLES, Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 5
OPEN, NOT_FOUND, NOT_ALLOWED = (True, None), (False, 4404), (False, 4403)
OWN_ORIGIN = (b"origin", b"http://localhost:8000")
HERE = ["anonymous", "resident", "neighbour", *ROLES]
OFFICIALS = {"official", "other_official"}


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return in_own_thread(make_cycle, cast)


@pytest.fixture
def draft(cast: Cast) -> Cycle:
    return in_own_thread(make_cycle, cast, Stage.PREPARING)


def headers_of(person: User | None) -> list[tuple[bytes, bytes]]:
    """What the browser of this person sends, from a page of ours."""
    if person is None:
        return [OWN_ORIGIN]

    def signed_in() -> str:
        client = Client()
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    return [OWN_ORIGIN, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={in_own_thread(signed_in)}".encode())]


async def answered(path: str, headers: list[tuple[bytes, bytes]]) -> tuple[bool, int | None]:
    """(whether the socket opens, the code it is closed with), through all that stands before the sockets."""
    socket = WebsocketCommunicator(application, path, headers=headers)
    is_open, code = await socket.connect(timeout=PATIENCE)
    if is_open:
        await socket.disconnect()
    return is_open, None if is_open else code


@on_own_loop
async def test_the_counting_is_for_its_officials(cast: Cast, cycle: Cycle) -> None:
    path = f"/ws/desk/cycles/{cycle.pk}/counting/"

    codes = {who: await answered(path, headers_of(getattr(cast, who, None))) for who in HERE}

    assert codes == {who: OPEN if who in OFFICIALS else NOT_ALLOWED for who in HERE}
    assert hub._topics == {}


@on_own_loop
async def test_the_counting_is_not_for_those_of_another_municipality(cycle: Cycle) -> None:
    other, path = in_own_thread(make_cast, "bolnisi"), f"/ws/desk/cycles/{cycle.pk}/counting/"

    assert {who: await answered(path, headers_of(getattr(other, who))) for who in ROLES} == dict.fromkeys(
        ROLES, NOT_ALLOWED
    )


@on_own_loop
async def test_a_made_up_session_is_nobody(cycle: Cycle) -> None:
    headers = [OWN_ORIGIN, (b"cookie", f"{settings.SESSION_COOKIE_NAME}=made-up".encode())]

    assert await answered(f"/ws/desk/cycles/{cycle.pk}/counting/", headers) == NOT_ALLOWED


@on_own_loop
async def test_what_is_public_is_open_to_all_and_a_draft_to_nobody(cast: Cast, cycle: Cycle, draft: Cycle) -> None:
    paths = {
        f"/ws/cycles/{cycle.pk}/": OPEN,
        f"/ws/cycles/{cycle.address}/": OPEN,
        f"/ws/municipalities/{cast.municipality.slug}/answers/": OPEN,
        f"/ws/cycles/{draft.pk}/": NOT_FOUND,
    }

    for who in HERE:
        headers = headers_of(getattr(cast, who, None))
        assert {path: await answered(path, headers) for path in paths} == paths, who


@on_own_loop
async def test_a_municipality_that_takes_no_part_has_no_answers(cast: Cast) -> None:
    await Municipality.objects.filter(pk=cast.municipality.pk).aupdate(is_active=False)

    assert await answered(f"/ws/municipalities/{cast.municipality.slug}/answers/", [OWN_ORIGIN]) == NOT_FOUND


MADE_UP = [
    "/",
    "/ws/",
    "/ws/cycles/",
    "/ws/cycles/0/",
    "/ws/cycles/999999999999999999/",
    "/ws/cycles/9999999999999999999999999999/",
    "/ws/cycles/-1/",
    "/ws/cycles/1' OR 1=1/",
    "/ws/cycles/١/",
    "/ws/cycles/../../etc/passwd",
    "/ws/cycles/1/../2/",
    "/ws/municipalities/no-such-place/answers/",
    "/ws/municipalities/%00/answers/",
    "/ws/municipalities/marneuli/answers/more/",
    "/ws/desk/cycles/999999999999999999/counting/",
    "/ws/desk/",
    "/ws/" + "x" * 10_000,
]


@on_own_loop
async def test_addresses_somebody_made_up_are_not_found(cast: Cast) -> None:
    headers = headers_of(cast.official)

    assert {path: await answered(path, headers) for path in MADE_UP} == dict.fromkeys(MADE_UP, NOT_FOUND)
    assert hub._topics == {}


FOREIGN = [b"https://evil.example", b"null", b"", b"http://localhost.evil.example"]


@pytest.mark.parametrize("path", ["/ws/cycles/{}/", "/ws/desk/cycles/{}/counting/"])
@on_own_loop
async def test_pages_of_others_may_not_listen(cast: Cast, cycle: Cycle, path: str) -> None:
    own, *session = headers_of(cast.official)
    opened = [
        (await answered(path.format(cycle.pk), [origin, *session]))[0]
        for origin in (own, *((b"origin", foreign) for foreign in FOREIGN))
    ]

    assert opened == [True, *(False for _foreign in FOREIGN)]


@on_own_loop
async def test_officials_and_readers_of_answers_are_told_of_their_topic_alone(cast: Cast, cycle: Cycle) -> None:
    counting = WebsocketCommunicator(
        application, f"/ws/desk/cycles/{cycle.pk}/counting/", headers=headers_of(cast.official)
    )
    answers = WebsocketCommunicator(
        application, f"/ws/municipalities/{cast.municipality.slug}/answers/", headers=[OWN_ORIGIN]
    )
    assert [(await one.connect(timeout=PATIENCE))[0] for one in (counting, answers)] == [True, True]

    await database_sync_to_async(announce)(topic_of_counting(cycle.pk))
    assert await counting.receive_from(timeout=PATIENCE) == "changed"
    assert await answers.receive_nothing(timeout=0.2)
    await database_sync_to_async(announce)(topic_of_answers(cast.municipality.pk))
    assert await answers.receive_from(timeout=PATIENCE) == "changed"
    assert await counting.receive_nothing(timeout=0.2)

    for one in (counting, answers):
        await one.disconnect()


def test_every_protocol_has_its_entry() -> None:
    assert isinstance(application, ProtocolTypeRouter)
    assert set(application.application_mapping) == {"http", "websocket"}
