"""Running things in a thread of their own: Playwright keeps an event loop running in the thread of the tests."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, TypeVar

from django.db import connections

Result = TypeVar("Result")


def in_own_thread(act: Callable[..., Result], *args: Any) -> Result:
    """What `act` returns, called where no event loop runs, so that it may announce something."""

    def act_and_close() -> Result:
        try:
            return act(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act_and_close).result()


def on_own_loop(scenario: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Makes a test of an async function: an event loop and a thread for it alone."""

    @wraps(scenario)
    def test(*args: Any, **kwargs: Any) -> None:
        in_own_thread(asyncio.run, scenario(*args, **kwargs))

    return test
