"""Who hears of what happens to a proposal: its authors at once, those who follow it as they chose."""

from django.urls import reverse

from budgeting.proposals.models import Proposal, ProposalEvent
from portal.accounts.models import User
from portal.languages.texts import read_text
from portal.messages.actions import News, tell

# Steps within the municipality, or the author's own acts: the authors need no message about them.
UNTOLD = {"submit", "resubmit", "withdraw", "appeal", "answer_question", "reply", "update", "import"}


def tell_of_event(event: ProposalEvent) -> None:
    """Tells the authors (or who wrote it down for one without an account) what others did, and the followers all that is public; nobody of an own act."""
    proposal = event.proposal

    def news() -> News:
        return News(
            about=read_text(proposal, "title"),
            sentence=str(event.sentence),
            detail=event.reason,
            detail_language=event.reason_language,
            path=reverse("proposal", args=[proposal.pk]),
        )

    writers = authors(proposal) or [user for user in [proposal.entered_by] if user]
    if event.name not in UNTOLD:
        tell([user for user in writers if user.pk != event.by_id], news, is_own=True)
    if proposal.is_public:
        others = User.objects.filter(follows__proposal=proposal).exclude(pk__in=[user.pk for user in writers])
        tell([user for user in others if user.pk != event.by_id], news)


def authors(proposal: Proposal) -> list[User]:
    """The first author and the co-authors."""
    first = [proposal.author] if proposal.author else []
    return [*first, *(one.user for one in proposal.coauthors.select_related("user"))]
