"""The draft ballot and the last receipt: in the voter's own browser, never in a row of ours.

A session row would join a signed-in person to choices or to a receipt, and keep the time. Signed cookies
say the same to the voter's browser alone, and are gone when it closes.
"""

import json
from dataclasses import asdict, dataclass
from secrets import randbelow
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from budgeting.cycles.models import Cycle
from budgeting.proposals.queryset import SHUFFLES

DRAFT, RECEIPT = "ballot", "receipt"
_SECONDS = {DRAFT: 12 * 3600, RECEIPT: 900}


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has chosen so far in one cycle, and the order in which this voter sees the projects."""

    cycle: int
    choices: list[int]
    seed: int


def read_draft(request: HttpRequest, cycle: Cycle) -> Draft:
    """The draft for this cycle; without one an empty draft with an order of its own."""
    stored = _read(request, DRAFT)
    if stored.get("cycle") == cycle.pk:
        return Draft(**stored)
    return Draft(cycle.pk, [], randbelow(SHUFFLES))


def uncast_cycle(request: HttpRequest) -> int | None:
    """The id of the cycle for which this browser holds a ballot that is not yet cast."""
    stored = _read(request, DRAFT)
    return stored["cycle"] if stored.get("choices") else None


def keep_draft(response: HttpResponse, draft: Draft) -> None:
    _keep(response, DRAFT, asdict(draft))


def drop_draft(response: HttpResponse) -> None:
    response.delete_cookie(DRAFT)


def keep_receipt(response: HttpResponse, cycle: Cycle, code: str, *, has_replaced: bool) -> None:
    _keep(response, RECEIPT, {"cycle": cycle.pk, "code": code, "has_replaced": has_replaced})


def read_receipt(request: HttpRequest, cycle: Cycle) -> dict[str, Any] | None:
    """{"code": …, "has_replaced": …} if this browser has just voted in this cycle."""
    stored = _read(request, RECEIPT)
    return stored if stored.get("cycle") == cycle.pk else None


def _read(request: HttpRequest, name: str) -> dict[str, Any]:
    text = request.get_signed_cookie(name, default="{}", salt=f"khma {name}", max_age=_SECONDS[name])
    return dict(json.loads(text or "{}"))


def _keep(response: HttpResponse, name: str, value: dict[str, Any]) -> None:
    response.set_signed_cookie(
        name,
        json.dumps(value, separators=(",", ":")),
        salt=f"khma {name}",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
