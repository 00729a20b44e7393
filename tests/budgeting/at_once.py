"""Acts in threads of their own, for tests of what happens at the same time."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import connections
from django.utils.translation import override

from budgeting.errors import NotPossible
from portal.clock import pinned

PATIENCE = 20  # seconds until a test that waits for the wrong thing fails
A_MOMENT = 0.5  # long enough to see that somebody waits


def said(act: Callable[..., object], *args: Any, at: datetime | None = None) -> str:
    """What the act refuses with in a thread of its own; "" if it was done."""
    try:
        with override("en"), pinned(at) if at else nullcontext():
            act(*args)
    except NotPossible as refusal:
        return str(refusal)
    finally:
        connections.close_all()
    return ""


def is_waiting(job: Future[str]) -> bool:
    return not wait([job], timeout=A_MOMENT).done
