"""Writing a proposal down for a resident: from a paper form, on the phone or at a meeting."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.assisting.permissions import may_enter_proposal
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import add_event, refuse_unfinished, save_text
from budgeting.proposals.models import Origin, Proposal
from budgeting.proposals.states import State
from portal.accounts.addresses import Kind, find_or_invite
from portal.accounts.models import User
from portal.clock import now, today
from portal.log.models import record


@transaction.atomic
def enter_proposal(
    cycle: Cycle,
    *,
    by: User,
    origin: str,
    consented_on: date | None,
    author_name: str,
    written_in: str,
    origin_place: str = "",
    address: tuple[Kind, str] | None = None,
    **facts: Any,
) -> Proposal:
    """Hands in a resident's proposal for them; the public reads how it came, and never who typed it.

    With an `address` it belongs to the account found or made there, without one to nobody's. `facts` as in
    `save_draft`. NotPossible outside the call, without the resident's consent, a name or a complete text, and for
    one this person has entered already. Who enters a proposal neither moderates nor reviews it.
    """
    if not may_enter_proposal(by, cycle):
        raise NotAllowed
    if cycle.stage != Stage.PROPOSING:
        raise NotPossible(_("This cycle does not take proposals now."))
    _refuse_without_consent(origin, consented_on, author_name)
    proposal = Proposal(
        cycle=cycle,
        author=_account(address, written_in),
        author_name=author_name.strip(),
        written_in=written_in,
        origin=origin,
        origin_place=origin_place.strip(),
        entered_by=by,
        consented_on=consented_on,
        state=State.SUBMITTED,
        submitted_at=now(),
    )
    save_text(proposal, **facts)
    refuse_unfinished(proposal)
    _refuse_the_same_twice(proposal, by)
    add_event(proposal, "enter", by=by)
    record("enter_proposal", proposal, by=by, municipality=cycle.municipality, proposal=proposal.pk, origin=origin)
    return proposal


def _refuse_without_consent(origin: str, consented_on: date | None, author_name: str) -> None:
    if origin not in Origin.values:
        raise NotPossible(_("Choose how the proposal came."))
    if not author_name.strip():
        raise NotPossible(_("Write the name under which the resident wants the proposal to be shown."))
    if consented_on is None:
        raise NotPossible(_("Ask the resident first: a proposal is handed in for somebody only if they agree."))
    if consented_on > today():
        raise NotPossible(_("The day on which the resident agreed cannot lie ahead."))


def _account(address: tuple[Kind, str] | None, language: str) -> User | None:
    """Whoever can be reached there; an account that is new speaks the language of the proposal."""
    if address is None:
        return None
    with override(language):
        return find_or_invite(*address)


def _refuse_the_same_twice(proposal: Proposal, by: User) -> None:
    """The button may have been pressed twice, also at once: then the second press waits for what the first makes."""
    User.objects.select_for_update().get(pk=by.pk)
    column = f"text_{proposal.written_in}"
    same = {"entered_by": by, "author_name": proposal.author_name, column: getattr(proposal, column)}
    if proposal.cycle.proposals.filter(**same).exclude(pk=proposal.pk).exists():
        raise NotPossible(_("You have handed in this proposal already."))
