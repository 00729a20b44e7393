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
    """What a proposal's page says of its backing to one reader; `needed` is 0 where nobody is asked for."""

    total: int
    needed: int
    is_open: bool
    is_own: bool
    is_backed_by_me: bool


def backing_total(proposal: Proposal) -> int:
    """The people who back it; whoever backed what was merged into it is among them, once."""
    return proposal.backings.count()


def has_enough_backing(proposal: Proposal) -> bool:
    """Whether nothing is wanting for a review. A cycle without a time for backing asks for nobody."""
    return not Proposal.objects.filter(pk=proposal.pk).short_of_backing().exists()


def missed_backing(proposal: Proposal) -> bool:
    """Whether it came, or came back after an appeal, when backing was over. Twin in `short_of_backing`."""
    until = proposal.cycle.supporting_until_at
    if not until or not proposal.published_at:
        return False
    return proposal.published_at >= until or proposal.events.filter(name="restore", at__gte=until).exists()


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
    is_open, needed = takes_backing(proposal), 0 if missed_backing(proposal) else cycle.backing_threshold
    is_mine = is_open and user.is_authenticated and Backing.objects.filter(proposal=proposal, user=user).exists()
    return Support(backing_total(proposal), needed, is_open, is_author(user, proposal), is_mine)
