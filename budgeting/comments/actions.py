"""Writing a comment, taking it back, and what a moderator does with it."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.comments.models import Comment, CommentState
from budgeting.comments.permissions import is_held_from, may_comment, may_moderate_comment
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible, save_checked
from budgeting.proposals.actions import add_event
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.proposals.states import RejectionCode, State
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import read_text
from portal.languages.typed import plain_text
from portal.log.models import record
from portal.messages.actions import News, tell
from portal.messages.models import Notice

A_WHILE = timedelta(minutes=10)
MOST_IN_A_WHILE = 10
UNREPEATED_FOR = timedelta(days=1)


def closed_because(proposal: Proposal) -> str:
    """Why nobody can comment on it now, as a sentence; "" where they can."""
    if not proposal.is_public:
        return _("Comments begin once the proposal is published.")
    if proposal.state == State.MERGED:
        return _("This proposal was merged into another one. Please write your comment there.")
    if proposal.cycle.stage == Stage.CLOSED:
        return _("This budget is closed, and so are the comments.")
    return ""


@transaction.atomic
def write_comment(
    proposal: Proposal,
    *,
    by: User,
    text: str,
    written_in: str,
    parent: Comment | None = None,
    is_update: bool = False,
) -> Comment:
    """Adds a comment, a reply to one, or an author's update, of which the followers hear.

    Where the cycle holds comments it waits for a moderator. NotPossible where comments are closed, with nothing
    to read or too much of it, too often, twice the same, or in reply to what is no longer there.
    """
    if not may_comment(by, proposal) or (is_update and not is_author(by, proposal)):
        raise NotAllowed
    if closed := closed_because(proposal):
        raise NotPossible(closed)
    text = plain_text(text)
    User.objects.select_for_update().get(pk=by.pk)  # one person's comments queue up, so that the limits hold
    _check_pace(by, text)
    if parent:
        _check_parent(parent, proposal)
    is_held = is_held_from(by, proposal)
    comment = Comment(
        proposal=proposal,
        parent=parent,
        author=by,
        author_name=str(by),
        is_update=is_update,
        written_in=written_in,
        text=text,
        state=CommentState.HELD if is_held else CommentState.SHOWN,
    )
    save_checked(comment)
    if not is_held:
        _tell_of_update(comment)
    return comment


def _check_pace(by: User, text: str) -> None:
    lately = by.comments.filter(at__gt=now() - A_WHILE)
    if lately.count() >= MOST_IN_A_WHILE:
        raise NotPossible(_("You have written a lot in a short time. Please wait a few minutes."))
    if by.comments.filter(at__gt=now() - UNREPEATED_FOR, text=text).exists():
        raise NotPossible(_("You have written the same already."))


def _check_parent(parent: Comment, proposal: Proposal) -> None:
    """Holds the answered comment as it is until the reply is stored."""
    shown = Comment.objects.select_for_update().filter(proposal=proposal, parent=None, state=CommentState.SHOWN)
    if not shown.filter(pk=parent.pk).exists():
        raise NotPossible(_("This comment can no longer be answered."))


@transaction.atomic
def remove_comment(comment: Comment, *, by: User) -> None:
    """Its author takes it back: the words are gone for everybody, the replies stay."""
    if comment.author_id != by.pk:
        raise NotAllowed
    _unsay(comment)
    _move(comment, CommentState.REMOVED, CommentState.SHOWN, CommentState.HELD, text="")


@transaction.atomic
def hide_comment(comment: Comment, *, by: User, code: str, seen: str | None = None) -> None:
    """A moderator hides it, for one of the known reasons; its author hears which.

    `seen` is its state when the moderator looked: NotPossible if somebody else has decided since.
    """
    if not may_moderate_comment(by, comment):
        raise NotAllowed
    if code not in RejectionCode.values:
        raise NotPossible(_("Choose why it is hidden."))
    _unsay(comment)
    _move(comment, CommentState.HIDDEN, CommentState.SHOWN, CommentState.HELD, seen=seen, reason=code)
    record("hide_comment", comment.proposal, by=by, municipality=comment.proposal.cycle.municipality, code=code)
    _tell_author(comment)


@transaction.atomic
def show_comment(comment: Comment, *, by: User, seen: str | None = None) -> None:
    """A moderator lets a held comment through, or shows a hidden one again; `seen` as in `hide_comment`."""
    if not may_moderate_comment(by, comment):
        raise NotAllowed
    _move(comment, CommentState.SHOWN, CommentState.HELD, CommentState.HIDDEN, seen=seen, reason="")
    _tell_of_update(comment)
    record("show_comment", comment.proposal, by=by, municipality=comment.proposal.cycle.municipality)
    _tell_author(comment)


def _move(comment: Comment, after: CommentState, *before: CommentState, seen: str | None = None, **facts: str) -> None:
    """The one writer of a comment's state: it must still be as the person saw it, else NotPossible."""
    unchanged = Comment.objects.filter(pk=comment.pk, state=comment.state)
    is_as_seen = comment.state in before and seen in (None, comment.state)
    if not is_as_seen or not unchanged.update(state=after, **facts):
        raise NotPossible(_("Somebody has already decided on this comment. Please look at it again."))
    for field, value in {"state": after, **facts}.items():
        setattr(comment, field, value)


def _tell_of_update(comment: Comment) -> None:
    """Puts an update on the timeline, and tells the followers the first time it is shown."""
    if not comment.is_update:
        return
    if comment.event:
        comment.event.reason = comment.text
        comment.event.save(update_fields=["reason"])
        return
    comment.event = add_event(
        comment.proposal, "update", by=comment.author, reason=comment.text, reason_language=comment.written_in
    )
    comment.save(update_fields=["event"])


def _unsay(comment: Comment) -> None:
    """Takes an update's words off the timeline, and out of digests that have not left yet."""
    if comment.event:
        comment.event.reason = ""
        comment.event.save(update_fields=["reason"])
        waiting = Notice.objects.filter(message__isnull=True, path__endswith=f"/proposals/{comment.proposal_id}/")
        waiting.filter(detail=comment.text).update(detail="")


def _tell_author(comment: Comment) -> None:
    """What a moderator decided, to the comment's author."""
    is_shown = comment.state == CommentState.SHOWN

    def news() -> News:
        shown, hidden = _("A moderator made your comment public."), _("A moderator hid your comment.")
        return News(
            about=read_text(comment.proposal, "title"),
            sentence=shown if is_shown else hidden,
            detail="" if is_shown else str(RejectionCode(comment.reason).label),
            detail_language="" if is_shown else get_language() or "",
            path=reverse("proposal", args=[comment.proposal_id]),
        )

    tell([comment.author] if comment.author else [], news, is_own=True)
