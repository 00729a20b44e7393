"""Reading the comments under a proposal."""

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet

from budgeting.comments.models import Comment, CommentState
from budgeting.proposals.models import CoAuthor, Proposal
from portal.accounts.models import STAFF_ROLES, Role
from portal.accounts.roles import Person

PER_PAGE = 20


def comment_page(proposal: Proposal, user: Person, number: object = 1) -> Page:
    """The newest comments under it and under what was merged into it, each with `shown_replies`, the oldest first.

    Of what is hidden or removed only that it was there is told, and only where somebody's reply still stands.
    `came_from` is the merged proposal under which a comment was written, else None. The number of queries is fixed.
    """
    merged = {one.pk: one for one in _merged_into(proposal)}
    replies = _readable(user, Q(state=CommentState.SHOWN)).order_by("at", "pk")
    has_replies = Exists(Comment.objects.filter(parent=OuterRef("pk"), state=CommentState.SHOWN))
    seen = Q(state=CommentState.SHOWN) | Q(has_replies, state__in=[CommentState.HIDDEN, CommentState.REMOVED])
    found = _readable(user, seen).filter(parent=None, proposal__in=[proposal.pk, *merged])
    found = found.prefetch_related(Prefetch("replies", replies, to_attr="shown_replies")).order_by("-at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(number)
    for comment in page.object_list:
        comment.came_from = merged.get(comment.proposal_id)
    return page


def _readable(user: Person, seen: Q) -> QuerySet[Comment]:
    """The comments that are seen, and this person's own that wait for a moderator; each with who is speaking."""
    if user.is_authenticated:
        seen |= Q(state=CommentState.HELD, author=user)
    staff = Role.objects.filter(
        user=OuterRef("author"), municipality=OuterRef("proposal__cycle__municipality"), kind__in=STAFF_ROLES
    )
    coauthors = CoAuthor.objects.filter(user=OuterRef("author"), proposal=OuterRef("proposal"))
    wrote_it = Q(author=F("proposal__author")) | Q(Exists(coauthors))
    return (
        Comment.objects.filter(seen)
        .select_related("author")
        .annotate(is_by_staff=Exists(staff), is_by_author=ExpressionWrapper(wrote_it, BooleanField()))
    )


def _merged_into(proposal: Proposal) -> QuerySet[Proposal]:
    """The public proposals merged into it, also by way of another one."""
    by_way = Q(merged_into=proposal) | Q(merged_into__merged_into=proposal)
    return Proposal.objects.public().filter(by_way).with_cards()
