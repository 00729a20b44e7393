"""Who writes a proposal together with its first author: invited by a link, by their own consent."""

import uuid

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.locking import lock_for_writing
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.permissions import is_first_author, may_invite, may_join
from portal.accounts.models import User
from portal.languages.texts import read_text
from portal.messages.actions import News, tell

MOST_COAUTHORS = 20


@transaction.atomic
def join_proposal(proposal: Proposal, *, by: User, key: uuid.UUID) -> CoAuthor:
    """Makes the person a co-author, whose name stands beside the author's, and tells the first author.

    NotPossible when the link was made void or the proposal handed in meanwhile, or when too many write it.
    """
    locked = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("cycle")
        .filter(pk=proposal.pk, invite_key=key)
        .first()
    )
    if locked is None:
        raise NotPossible(_("This link is no longer valid. Ask the author for a new one."))
    if not locked.is_editable:
        raise NotPossible(_("The proposal is handed in already. Nobody can join it now."))
    if not may_join(by, locked):
        raise NotAllowed
    if locked.coauthors.count() >= MOST_COAUTHORS:
        raise NotPossible(_("As many people write this proposal as is possible."))
    joined = CoAuthor.objects.create(proposal=locked, user=by, name=str(by))
    if locked.author:
        tell([locked.author], lambda: _news(locked, joined), is_own=True)
    return joined


def _news(proposal: Proposal, joined: CoAuthor) -> News:
    return News(
        about=read_text(proposal, "title"),
        sentence=_("Somebody writes this proposal with you now: {name}").format(name=joined.name),
        path=reverse("write_step", args=[proposal.pk, "coauthors"]),
    )


@transaction.atomic
def remove_coauthor(proposal: Proposal, *, by: User, coauthor: int) -> None:
    """Takes a co-author's part away: the first author anybody's, a co-author one's own. `coauthor` is the row's id."""
    lock_for_writing(proposal, by=by)
    rows = proposal.coauthors.filter(pk=coauthor)
    if not is_first_author(by, proposal) and not rows.filter(user=by).exists():
        raise NotAllowed
    rows.delete()


@transaction.atomic
def renew_invitation(proposal: Proposal, *, by: User) -> None:
    """Makes the link that invites void and draws another."""
    if not may_invite(by, proposal):
        raise NotAllowed
    lock_for_writing(proposal, by=by)
    proposal.invite_key = uuid.uuid4()
    proposal.save(update_fields=["invite_key"])
