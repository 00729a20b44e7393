"""How many people stand behind a proposal. Who they are is shown to nobody, staff included."""

from dataclasses import dataclass

from budgeting.backing.models import Backing
from budgeting.backing.permissions import takes_backing
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.proposals.queryset import ProposalQuerySet
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as


@dataclass(frozen=True, slots=True)
class Support:
    """What a proposal's page says of its backing to one reader."""

    total: int
    needed: int
    is_open: bool
    is_own: bool
    is_backed_by_me: bool


def backing_total(proposal: Proposal) -> int:
    """The people who back it; whoever backed what was merged into it is among them, once."""
    return proposal.backings.count()


def has_enough_backing(proposal: Proposal) -> bool:
    """Whether as many people back it as the cycle asks for. A cycle without a time for backing asks for nobody."""
    cycle = proposal.cycle
    if not cycle.supporting_until_at or not cycle.backing_threshold:
        return True
    return backing_total(proposal) >= cycle.backing_threshold


def short_of_backing(cycle: Cycle) -> ProposalQuerySet:
    """The published proposals with fewer backers than the cycle asks for, the longest public first."""
    return cycle.proposals.short_of_backing().with_cards().order_by("published_at", "pk")


def closable_by(user: Person, cycle: Cycle) -> ProposalQuerySet:
    """Those of them whose way this person may end now: a moderator or reviewer, when backing is over, never an own one."""
    at_work = cycle.municipality_id in places_as(user, RoleKind.MODERATOR, RoleKind.REVIEWER)
    if not at_work or cycle.stage != Stage.REVIEWING:
        return short_of_backing(cycle).none()
    return short_of_backing(cycle).not_by(user)


def support_of(proposal: Proposal, user: Person) -> Support | None:
    """None before the time for backing, and in a cycle that has none."""
    cycle = proposal.cycle
    is_due = cycle.supporting_until_at and cycle.stage not in (Stage.PREPARING, Stage.PROPOSING)
    if not is_due or not proposal.is_public:
        return None
    is_open = takes_backing(proposal)
    is_mine = is_open and user.is_authenticated and Backing.objects.filter(proposal=proposal, user=user).exists()
    return Support(backing_total(proposal), cycle.backing_threshold, is_open, is_author(user, proposal), is_mine)
