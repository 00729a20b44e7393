"""The draft ballot and the last receipt: in the voter's own browser, never in a row of ours.

A session row would join a signed-in person to choices or to a receipt, and keep the time. Signed cookies
say the same to the voter's browser alone, and are gone when it closes.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from secrets import randbelow, token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from budgeting.cycles.models import Cycle
from budgeting.proposals.queryset import SHUFFLES
from budgeting.voting.actions import is_taken
from portal.clock import now

DRAFT, RECEIPT, REMINDER, TOLD = "ballot", "receipt", "reminder", "told"
_SECONDS = {DRAFT: 12 * 3600, RECEIPT: 900, REMINDER: 60 * 24 * 3600, TOLD: 30 * 24 * 3600}
MOST_TOLD = 20
_OPENED = "khma opened"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has chosen so far in one cycle.

    `seed` gives the order in which this voter sees the projects, `area` is the home area that was named, `begun` the
    second at which the ballot was opened, `attempt` a random mark by which a cast sent twice is known: it changes
    with the choices. `is_checked`: the check page was reached.
    """

    cycle: int
    choices: list[int]
    seed: int
    area: int | None
    begun: int
    attempt: str
    is_checked: bool = False

    @property
    def opened(self) -> str:
        """The order and the beginning, signed: a ballot's form carries them until there is a cookie."""
        return signing.dumps([self.seed, self.begun], salt=_OPENED)


def has_draft(request: HttpRequest, cycle: int) -> bool:
    return _read(request, DRAFT).get("cycle") == cycle


def read_draft(request: HttpRequest, cycle: Cycle) -> Draft:
    """The draft for this cycle; without one an empty draft with an order of its own."""
    return read_draft_of(request, cycle.pk)


def read_draft_of(request: HttpRequest, cycle: int) -> Draft:
    """`read_draft` for a cycle that is not loaded."""
    stored = _read(request, DRAFT)
    if stored.get("cycle") == cycle and stored.keys() == {one.name for one in fields(Draft)}:
        return Draft(**stored)
    seed, begun = _opened(request) or (randbelow(SHUFFLES), int(now().timestamp()))
    return Draft(cycle, [], seed, None, begun, new_attempt())


def new_attempt() -> str:
    return token_urlsafe(9)


def _opened(request: HttpRequest) -> tuple[int, int] | None:
    """What the form of the ballot carried, where it was not changed on the way."""
    try:
        seed, begun = signing.loads(request.POST.get("opened", ""), salt=_OPENED, max_age=_SECONDS[DRAFT])
    except signing.BadSignature:
        return None
    return seed, begun


def uncast_cycle(request: HttpRequest) -> int | None:
    """The id of the cycle for which this browser holds a ballot that is not yet cast and still can be.

    One query, and only for who holds one.
    """
    pk = drafted_cycle(request)
    cycle = Cycle.objects.filter(pk=pk).first() if pk else None
    return pk if cycle and is_taken(cycle) else None


def drafted_cycle(request: HttpRequest) -> int | None:
    """As `uncast_cycle`, without asking whether the vote still goes on."""
    stored = _read(request, DRAFT)
    return stored["cycle"] if stored.get("choices") else None


def keep_draft(response: HttpResponse, draft: Draft) -> None:
    _keep(response, DRAFT, asdict(draft))


def drop_draft(response: HttpResponse) -> None:
    response.delete_cookie(DRAFT)


def keep_receipt(response: HttpResponse, cycle: Cycle, code: str, *, replaced_on: date | None) -> None:
    day = replaced_on.isoformat() if replaced_on else ""
    _keep(response, RECEIPT, {"cycle": cycle.pk, "code": code, "replaced_on": day})


def read_receipt(request: HttpRequest, cycle: Cycle) -> dict[str, Any] | None:
    """{"code": …, "replaced_on": a day or ""} if this browser has just voted in this cycle."""
    stored = _read(request, RECEIPT)
    return stored if stored.get("cycle") == cycle.pk else None


def keep_reminder(response: HttpResponse, cycle: Cycle, reminder: int) -> None:
    """The reminder's id, for longer than the browser is open: by it, casting has the reminder deleted."""
    value = {"cycle": cycle.pk, "reminder": reminder}
    _keep(response, REMINDER, value, seconds=_SECONDS[REMINDER])


def read_reminder(request: HttpRequest, cycle: Cycle) -> int | None:
    """The id of the reminder that this browser asked for in this cycle."""
    stored = _read(request, REMINDER)
    return stored["reminder"] if stored.get("cycle") == cycle.pk else None


def drop_reminder(response: HttpResponse) -> None:
    response.delete_cookie(REMINDER)


def keep_told(response: HttpResponse, marks: list[str]) -> None:
    """After what this browser has answered the questions about oneself; the answers are not in it."""
    _keep(response, TOLD, {"marks": marks[-MOST_TOLD:]})


def read_told(request: HttpRequest) -> list[str]:
    return list(_read(request, TOLD).get("marks", []))


def clear_vote(response: HttpResponse) -> None:
    """Takes all that a vote leaves in this browser."""
    for name in _SECONDS:
        response.delete_cookie(name)


def _read(request: HttpRequest, name: str) -> dict[str, Any]:
    text = request.get_signed_cookie(name, default="{}", salt=f"khma {name}", max_age=_SECONDS[name])
    return dict(json.loads(text or "{}"))


def _keep(response: HttpResponse, name: str, value: dict[str, Any], *, seconds: int | None = None) -> None:
    """Without `seconds` it is gone when the browser closes."""
    response.set_signed_cookie(
        name,
        json.dumps(value, separators=(",", ":")),
        salt=f"khma {name}",
        max_age=seconds,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
