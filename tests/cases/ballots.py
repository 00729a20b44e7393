"""Voting as a browser does it, through the pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle


def choose(client: Client, cycle: Cycle, choices: Iterable[object], **typed: object) -> HttpResponse:
    return client.post(reverse("vote", args=[cycle.address]), {"choice": [str(one) for one in choices], **typed})


def prove(client: Client, cycle: Cycle, code: str) -> HttpResponse:
    path = reverse("vote_identify", args=[cycle.address])
    return client.post(path, {"method": "card", "code": code}, follow=True)


def vote(client: Client, cycle: Cycle, code: str, choices: Iterable[object]) -> str:
    """The whole journey; the receipt as its page shows it."""
    choose(client, cycle, choices)
    return str(prove(client, cycle, code).context["code"])


def same_browser(client: Client) -> Client:
    """Another tab of the same browser, with the cookies it has now."""
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return other


def closing_connections(work: Callable[..., Any], *args: Any) -> Any:
    """Runs in a thread of its own; what it opened is closed."""
    try:
        return work(*args)
    finally:
        connections.close_all()
