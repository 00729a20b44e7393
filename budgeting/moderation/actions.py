"""What moderators do beyond publishing and sending back."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotPossible
from budgeting.proposals.actions import change_state
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import HIDING, RejectionCode
from portal.accounts.models import User
from portal.clock import now


@transaction.atomic
def reject_proposal(proposal: Proposal, *, by: User, code: str, reason: str) -> None:
    """Rejects the proposal for one of the known reasons. It stays readable with the reason unless the code hides it.

    NotPossible without a code and a reason in words.
    """
    if code not in RejectionCode.values:
        raise NotPossible(_("Choose why it is rejected."))
    seen_at = proposal.published_at if code in HIDING else proposal.published_at or now()
    change_state(proposal, "reject", by=by, reason=reason, rejection_code=code, published_at=seen_at)
