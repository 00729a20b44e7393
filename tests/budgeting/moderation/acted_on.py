"""What moderators act on, who is none of them, and what the second of two is told."""

from budgeting.proposals.models import Proposal
from tests.factories import make_cycle, make_published
from tests.people import ROLES, Cast

TOO_LATE = "Somebody has already decided on this proposal. Please look at it again."
NOT_MODERATORS = ["resident", "neighbour", *(name for name in ROLES if "moderator" not in name)]


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("cycle__municipality", "ask").get(pk=proposal.pk)


def names(proposal: Proposal) -> list[str]:
    return list(proposal.events.values_list("name", flat=True))


def make_pair(cast: Cast) -> tuple[Proposal, Proposal]:
    """Two published proposals: the resident's, and the neighbour's that asks for the same."""
    cycle = make_cycle(cast)
    into, double = make_published(cast, cycle, title="Road to the school"), make_published(cast, cycle)
    Proposal.objects.filter(pk=double.pk).update(author=cast.neighbour, author_name="Neighbour")
    return into, fresh(double)
