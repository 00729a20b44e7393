"""Proposals put straight into a state, for tests of what may happen next."""

from typing import Any

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from portal.clock import now
from tests.factories import in_all, make_theme
from tests.people import Cast

# Who of the cast is meant by the `who` column of the table of states.
RIGHT_PERSON = {
    "author": "resident",
    "first_author": "resident",
    "moderator": "moderator",
    "appeal_judge": "moderator",
    "reviewer": "reviewer",
    "moderator_or_reviewer": "reviewer",
    "ballot_maker": "official",
}


def make_in(state: State, cast: Cast, cycle: Cycle, number: int = 1) -> Proposal:
    """A complete proposal of the resident, without the history that leads to this state."""
    texts = {f"{field}_{code}": text for field in ("title", "summary", "text") for code, text in in_all(field).items()}
    is_public = state not in (State.DRAFT, State.SUBMITTED, State.RETURNED)
    return Proposal.objects.create(
        cycle=cycle,
        author=cast.resident,
        author_name="Resident",
        written_in="az",
        theme=make_theme(),
        state=state,
        number=number if state == State.ON_BALLOT else None,
        cost_tetri=100 if state in (State.FEASIBLE, State.ON_BALLOT) else None,
        published_at=now() if is_public else None,
        rejection_code="other" if state == State.REJECTED else "",
        merged_into=_another(cast, cycle) if state == State.MERGED else None,
        **texts,
    )


def facts_beside(state: State, proposal: Proposal) -> dict[str, Any]:
    """What has to change together with the state of a proposal that comes into this one."""
    return {
        "rejection_code": "other" if state == State.REJECTED else "",
        "merged_into": _other_than(proposal) if state == State.MERGED else None,
    }


def put_in(state: State, proposal: Proposal) -> None:
    """Moves a proposal into the state, past every rule."""
    facts = {"state": state, **facts_beside(state, proposal)}
    Proposal.objects.filter(pk=proposal.pk).update(**facts)
    for field, value in facts.items():
        setattr(proposal, field, value)


def _other_than(proposal: Proposal) -> Proposal:
    others = proposal.cycle.proposals.exclude(pk=proposal.pk)
    return others.first() or Proposal.objects.create(cycle=proposal.cycle, written_in="az")


def _another(cast: Cast, cycle: Cycle) -> Proposal:
    """Some proposal of the cycle that another one can be merged into."""
    return cycle.proposals.exclude(state=State.MERGED).first() or make_in(State.DRAFT, cast, cycle)
