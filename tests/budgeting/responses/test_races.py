"""Two people at the same ask at the very same time: only PostgreSQL lets them meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils.translation import override

from budgeting.errors import NotPossible
from budgeting.responses.actions import edit_response, extend_ask, open_ask, publish_response, reopen_ask
from budgeting.responses.models import Ask, Extension, Reopening, Response, ResponseEdit
from portal.accounts.models import User
from portal.clock import today
from tests.budgeting.responses.asks import facts
from tests.people import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE = 20  # seconds until a test that waits for the wrong thing fails
Act = Callable[[Ask, User], object]


@pytest.fixture
def ask(cast: Cast) -> Ask:
    return open_ask(cast.municipality, by=cast.resident, written_in="hy")


def at_once(ask: Ask, *acts: tuple[Act, User]) -> int:
    """How many of the acts were refused with a sentence; each sees the ask as it was before any of them."""
    barrier = Barrier(len(acts))

    def run(act: Act, user: User) -> bool:
        try:
            own, person = Ask.objects.get(pk=ask.pk), User.objects.get(pk=user.pk)
            barrier.wait(PATIENCE)
            with override("en"):
                act(own, person)
        except NotPossible:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(lambda each: run(*each), acts))


def test_of_two_officials_who_answer_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    def answer(own: Ask, by: User) -> None:
        publish_response(own, by=by, **facts(cast, reason_ka=f"{by.pk}"))

    assert at_once(ask, (answer, cast.official), (answer, cast.other_official)) == 1
    assert Response.objects.count() == 1


def test_of_an_answer_and_an_extension_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    def answer(own: Ask, by: User) -> None:
        publish_response(own, by=by, **facts(cast))

    def extend(own: Ask, by: User) -> None:
        extend_ask(own, by=by, new_owed_on=today() + timedelta(days=90), reason="Measuring")

    assert at_once(ask, (answer, cast.official), (extend, cast.other_official)) == 1
    assert Response.objects.count() + Extension.objects.count() == 1


def test_of_two_residents_who_say_not_done_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **facts(cast, outcome="done"))

    def say(own: Ask, by: User) -> None:
        reopen_ask(own, by=by, reason="No")

    assert at_once(ask, (say, cast.resident), (say, cast.neighbour)) == 1
    assert Reopening.objects.count() == 1


def test_of_two_who_correct_an_answer_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **facts(cast))
    stale = {user.pk: Response.objects.get() for user in (cast.official, cast.other_official)}

    def correct(own: Ask, by: User) -> None:
        edit_response(stale[by.pk], by=by, reason_ka=f"{by.pk}")

    assert at_once(ask, (correct, cast.official), (correct, cast.other_official)) == 1
    assert ResponseEdit.objects.count() == 1
