"""The clock: the server's own, except where a demo or a test pins it to walk through a calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


def now() -> datetime:
    """This instant, aware. Every rule about time asks here."""
    return _pinned.get() or timezone.now()


def today() -> date:
    """This day in Tbilisi."""
    return timezone.localdate(now())


def at_second(seconds: int) -> datetime:
    """The instant so many seconds after the beginning of 1970."""
    return datetime.fromtimestamp(seconds, UTC)


@contextmanager
def pinned(instant: datetime) -> Iterator[None]:
    """Inside, `now()` is that instant: for this thread's code alone, never for requests."""
    token = _pinned.set(instant)
    try:
        yield
    finally:
        _pinned.reset(token)
