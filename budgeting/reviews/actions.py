"""Deciding whether a proposal can be carried out, and at what cost."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_review
from budgeting.proposals.states import State
from budgeting.reviews.models import Review
from budgeting.reviews.permissions import may_name_rivals
from portal.accounts.models import User
from portal.log.models import record


def start_review(proposal: Proposal, *, by: User) -> None:
    """Takes the published proposal into review."""
    change_state(proposal, "start_review", by=by)


@transaction.atomic
def decide_review(
    proposal: Proposal,
    *,
    by: User,
    is_feasible: bool,
    cost_tetri: int | None = None,
    cost_source: str = "",
    **reasons: Any,
) -> Review:
    """Stores the verdict and moves the proposal; `reasons` are reason_ka, reason_hy, ….

    NotPossible if a feasible one has no cost or costs more than the cycle's cap, or no reason is given
    in Georgian and in the author's language.
    """
    cap = proposal.cycle.cost_cap_tetri
    if is_feasible and (cost_tetri or 0) <= 0:
        raise NotPossible(_("A feasible proposal needs a cost."))
    if is_feasible and cap and cost_tetri and cost_tetri > cap:
        raise NotPossible(_("The cost is above the limit for one project in this cycle."))
    if not all(reasons.get(f"reason_{language}") for language in {"ka", proposal.written_in}):
        raise NotPossible(_("Write the reason in Georgian and in the author's language."))
    name = "find_feasible" if is_feasible else "find_not_feasible"
    change_state(proposal, name, by=by, reason="" if is_feasible else reasons["reason_ka"], reason_language="ka")
    proposal.cost_tetri = cost_tetri if is_feasible else None
    proposal.save(update_fields=["cost_tetri"])
    review = Review(
        proposal=proposal,
        is_feasible=is_feasible,
        cost_tetri=proposal.cost_tetri,
        cost_source=cost_source,
        reviewer=by,
        **reasons,
    )
    save_checked(review)
    record("decide_review", proposal, by=by, municipality=proposal.cycle.municipality, is_feasible=is_feasible)
    return review


@transaction.atomic
def name_rivals(proposal: Proposal, *, by: User, rivals: Collection[Proposal]) -> None:
    """Says which other feasible projects of the cycle cannot be built beside this one: a count funds one of them.

    NotPossible once the vote is signed for, or for a project that is not one of those.
    """
    if not may_review(by, proposal):
        raise NotAllowed
    cycle = Cycle.objects.select_for_update().get(pk=proposal.cycle_id)  # the vote may be signed for at the same time
    if cycle.is_frozen or not may_name_rivals(by, proposal):
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if any(one.cycle_id != cycle.pk or one.state != State.FEASIBLE or one.pk == proposal.pk for one in rivals):
        raise NotPossible(_("Choose feasible projects of the same budget."))
    proposal.rivals.set(rivals)
    record("name_rivals", proposal, by=by, municipality=cycle.municipality, rivals=sorted(one.pk for one in rivals))
