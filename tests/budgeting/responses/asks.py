"""Asks to test with, on fixed days: asked on Monday 2 March 2026, with 10 working days to answer."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from budgeting.responses.actions import city_hall, open_ask, publish_response
from budgeting.responses.models import Ask, Response, ServicePromise
from portal.clock import pinned
from tests.people import Cast

ASKED = date(2026, 3, 2)
DUE = date(2026, 3, 17)  # ten working days later: 3 March is a public holiday
TBILISI = ZoneInfo("Asia/Tbilisi")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=TBILISI)


def make_ask(cast: Cast, on: date = ASKED) -> Ask:
    ServicePromise.objects.get_or_create(municipality=cast.municipality, defaults={"answer_days": 10})
    with pinned(noon(on)):
        return open_ask(cast.municipality, by=cast.resident, written_in="hy")


def facts(cast: Cast, **changed: Any) -> dict[str, Any]:
    """A complete answer in Georgian and Armenian, unless the facts say otherwise."""
    return {
        "outcome": "accepted",
        "office": city_hall(cast.municipality),
        "reason_ka": "გავაკეთებთ",
        "reason_hy": "Կանենք",
        "next_step_ka": "ტენდერი მაისში",
        "next_step_hy": "Մրցույթ մայիսին",
        **changed,
    }


def answer(cast: Cast, ask: Ask, on: date = date(2026, 3, 10), **changed: Any) -> Response:
    with pinned(noon(on)):
        return publish_response(ask, by=cast.official, **facts(cast, **changed))
