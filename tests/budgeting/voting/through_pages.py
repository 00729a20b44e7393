"""Casting as a browser does: the same requests, from any address, at any time."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from portal.clock import pinned


def cast_through_pages(
    cycle: Cycle,
    code: str,
    choices: list[int],
    *,
    address: str = "192.0.2.7",
    at: datetime | None = None,
    takes: timedelta = timedelta(seconds=40),
) -> Client:
    """Chooses, and proves with a voting card `takes` later; returns the browser with its receipt."""
    browser, at = Client(REMOTE_ADDR=address), at or cycle.voting_from_at + timedelta(hours=1)
    with pinned(at):
        chosen = browser.post(reverse("vote", args=[cycle.pk]), {"choice": choices})
    assert chosen.status_code == 302, chosen.status_code
    with pinned(at + takes):
        proved = browser.post(reverse("vote_identify", args=[cycle.pk]), {"method": "card", "code": code})
    assert (proved.status_code, "receipt" in proved["Location"]) == (302, True)
    return browser
