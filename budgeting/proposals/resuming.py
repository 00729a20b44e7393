"""Coming back to a draft: its link, sent to whoever writes it."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_edit_proposal
from portal.accounts.models import Rhythm, User
from portal.clock import now
from portal.languages.texts import read_text
from portal.messages.actions import News, tell
from portal.messages.models import Notice

PAUSE = timedelta(minutes=10)  # each sending may cost the municipality a text message


@transaction.atomic
def send_link(proposal: Proposal, *, by: User) -> None:
    """Sends this author the draft's address. NotPossible twice within PAUSE, or to who wants no messages."""
    if not may_edit_proposal(by, proposal):
        raise NotAllowed
    if by.rhythm == Rhythm.NEVER:
        raise NotPossible(_("You have chosen to get no messages from us. Please copy the link instead."))
    with override(by.language):
        path = reverse("write_proposal", args=[proposal.pk])
    if Notice.objects.filter(user=by, path=path, created_at__gt=now() - PAUSE).exists():
        raise NotPossible(_("The link was sent to you a few minutes ago."))
    tell([by], lambda: _news(proposal), is_own=True)


def _news(proposal: Proposal) -> News:
    return News(
        about=read_text(proposal, "title"),
        sentence=_("This is the link to your draft. You can go on writing at any time."),
        path=reverse("write_proposal", args=[proposal.pk]),
    )
