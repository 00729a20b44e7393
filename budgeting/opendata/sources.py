"""Where the rows come from: what everybody may see, read a few hundred at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.models import Cycle
from budgeting.cycles.queries import public_cycles
from budgeting.opendata.turnout_lines import TurnoutLine, turnout_lines
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import LONG
from budgeting.responses.models import Ask
from budgeting.responses.subjects import subjects_of
from budgeting.views.offices import AskRow, ask_rows, listed_asks
from budgeting.voting.queries import turnout
from portal.places.models import Municipality

AT_ONCE = 500
Row = TypeVar("Row")


def open_cycle(pk: int) -> Cycle | None:
    """The cycle, if everybody may see it."""
    return public_cycles().filter(pk=pk).first()


def open_municipality(slug: str) -> Municipality | None:
    """The municipality, if it has a page here."""
    return Municipality.objects.filter(slug=slug, is_active=True).defer("outline", "sources").first()


def cycle_rows() -> Iterator[Cycle]:
    return public_cycles().iterator(AT_ONCE)


def proposal_rows(cycle: Cycle) -> Iterator[Proposal]:
    """The public proposals in the order of their numbers here, without their long texts."""
    rows = Proposal.objects.visible_to(AnonymousUser()).filter(cycle=cycle).order_by("pk")
    yield from rows.select_related("settlement", "theme").defer(*LONG).iterator(AT_ONCE)


def turnout_rows(cycle: Cycle) -> Iterator[TurnoutLine]:
    """Nothing before the vote was signed for."""
    return turnout_lines(turnout(cycle)) if cycle.voting_cleared_at else iter(())


def response_rows(municipality: Municipality) -> Iterator[AskRow]:
    """What the records count, the newest first."""
    asks = listed_asks(Ask.objects.filter(municipality=municipality)).iterator(AT_ONCE)
    for some in _batches(asks):
        yield from ask_rows(some, subjects_of(some))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        yield some
