"""Two people write one proposal: each change is made to what the other has left, not to an older copy."""

from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_edit_proposal
from portal.accounts.models import User


def lock_for_writing(proposal: Proposal, *, by: User) -> None:
    """Reads the proposal anew and holds its row until the transaction ends.

    NotPossible if it was handed in, decided on or deleted meanwhile; NotAllowed if this person may not edit it.
    """
    known = proposal.state
    try:
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
    except Proposal.DoesNotExist:
        raise NotPossible(_("This draft was deleted meanwhile.")) from None
    if proposal.state != known:
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))
    if not may_edit_proposal(by, proposal):
        raise NotAllowed
