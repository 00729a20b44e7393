"""Backing a proposal, taking that back, and closing what too few people back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.backing.models import Backing
from budgeting.backing.permissions import may_back_proposal, takes_backing
from budgeting.backing.queries import closable_by
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.proposals.states import State
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import places_as
from portal.clock import now
from portal.log.models import record

A_WHILE = timedelta(minutes=10)
MOST_IN_A_WHILE = 60


def back_proposal(proposal: Proposal, *, by: User) -> None:
    """One more person stands behind the proposal. Backing it twice changes nothing."""
    _check(proposal, by)
    if is_author(by, proposal):
        raise NotPossible(_("Authors do not back their own proposal: that they want it is known already."))
    lately = Backing.objects.filter(user=by, at__gt=now() - A_WHILE)
    if lately.count() >= MOST_IN_A_WHILE:
        raise NotPossible(_("You have backed a lot of proposals in a short time. Please wait a few minutes."))
    Backing.objects.get_or_create(proposal=proposal, user=by)


def withdraw_backing(proposal: Proposal, *, by: User) -> None:
    """The person no longer stands behind it; possible as long as backing is."""
    _check(proposal, by)
    Backing.objects.filter(proposal=proposal, user=by).delete()


def _check(proposal: Proposal, by: User) -> None:
    if not may_back_proposal(by, proposal):
        raise NotAllowed
    if proposal.cycle.stage != Stage.SUPPORTING:
        raise NotPossible(_("Proposals can be backed only in the stage of this budget that is meant for it."))
    if not takes_backing(proposal):
        raise NotPossible(_("Only a published proposal that is not yet under review can be backed."))


@transaction.atomic
def close_unbacked(cycle: Cycle, *, by: User) -> list[Proposal]:
    """Ends the way of every proposal that too few people back, and tells each author; returns these proposals.

    A moderator or reviewer does it, once backing is over; their own proposals are left to somebody else.
    """
    if cycle.municipality_id not in places_as(by, RoleKind.MODERATOR, RoleKind.REVIEWER):
        raise NotAllowed
    if cycle.stage != Stage.REVIEWING:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    short = closable_by(by, cycle).order_by().values("pk")
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=short, state=State.PUBLISHED)
    closed = list(locked.select_related("cycle__municipality", "author"))
    if not closed:
        raise NotPossible(_("No proposal falls short of the people it needs."))
    for proposal in closed:
        change_state(proposal, "fall_short", by=by)
    numbers = sorted(proposal.pk for proposal in closed)
    record("close_unbacked", cycle, by=by, municipality=cycle.municipality, proposals=numbers)
    return closed
