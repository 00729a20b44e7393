"""Following a proposal: whoever does hears of it, as often as they chose."""

from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Follow, Proposal
from budgeting.proposals.permissions import may_view_proposal
from budgeting.proposals.queryset import ProposalQuerySet
from portal.accounts.models import User


def follow_proposal(proposal: Proposal, *, by: User) -> None:
    """From now on this person hears what becomes of the proposal. Following twice changes nothing."""
    if not may_view_proposal(by, proposal):
        raise NotAllowed
    if not proposal.is_public:
        raise NotPossible(_("A proposal can be followed once it is published."))
    Follow.objects.get_or_create(proposal=proposal, user=by)


def unfollow_proposal(proposal: Proposal, *, by: User) -> None:
    """This person hears no more of it."""
    Follow.objects.filter(proposal=proposal, user=by).delete()


def is_following(user: User, proposal: Proposal) -> bool:
    return proposal.follows.filter(user=user).exists()


def followed_by(user: User) -> ProposalQuerySet:
    """What the person follows and may still see, the newest first."""
    followed: ProposalQuerySet = Proposal.objects.visible_to(user).filter(follows__user=user)
    return followed.with_cards().order_by("-follows__at", "-pk")
