"""Votes to which people come by the residents' list or by phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pytest_django import DjangoCaptureOnCommitCallbacks

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.voting.identity import METHODS, Visitor, Voter
from budgeting.voting.identity.residents.actions import Loaded, load_residents
from budgeting.voting.keys import make_key
from portal.clock import pinned
from portal.messages.sms import Memory
from tests.factories import VISITOR, make_cycle, make_feasible, open_vote
from tests.people import Cast

NUMBER, OTHER_NUMBER, UNKNOWN = "01024012345", "01024054321", "99999999999"
PHONE, OTHER_PHONE = "+995555123456", "+995555654321"
YEAR = 1985


def lines(*rows: str) -> list[bytes]:
    return [f"{row}\n".encode() for row in rows]


def load(cycle: Cycle, *rows: str) -> Loaded:
    return load_residents(cycle, lines(*rows))


def make_listed_vote(
    cast: Cast, rows: Iterable[str] = (f"{NUMBER},{YEAR}", f"{OTHER_NUMBER},1990"), **facts: Any
) -> Cycle:
    """An open vote by the residents' list, with these lines on it."""
    cycle = make_cycle(cast, Stage.VOTING, **{"identity_methods": ["residents"], **facts})
    for _project in range(3):
        make_feasible(cast, cycle)
    make_key(cycle)
    if rows:
        with pinned(cycle.voting_from_at - timedelta(days=3)):
            load(cycle, *rows)
    open_vote(cast, cycle)
    return cycle


@dataclass
class Phones:
    """Asks for codes and reads them off the phone they were sent to."""

    commits: DjangoCaptureOnCommitCallbacks

    def ask(
        self, cycle: Cycle, number: str = NUMBER, phone: str = PHONE, visitor: Visitor = VISITOR
    ) -> tuple[str, str]:
        """(ticket, code)."""
        with self.commits(execute=True):
            further = METHODS["sms"].identify(cycle, {"number": number, "phone": phone}, visitor)
        return further.form.initial["ticket"], code_sent(phone)

    def vote(self, cycle: Cycle, number: str = NUMBER, phone: str = PHONE, visitor: Visitor = VISITOR) -> Voter:
        return answer(cycle, *self.ask(cycle, number, phone, visitor), visitor=visitor)


def answer(cycle: Cycle, ticket: str, code: str, visitor: Visitor = VISITOR) -> Voter:
    return METHODS["sms"].identify(cycle, {"ticket": ticket, "code": code, "again": False}, visitor)


def code_sent(phone: str) -> str:
    return [text for to, text in Memory.sent if to == phone][-1][:6]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"
