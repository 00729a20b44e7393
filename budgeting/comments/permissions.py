"""Who may do what with a comment."""

from budgeting.comments.models import Comment
from budgeting.proposals.permissions import may_moderate
from portal.accounts.roles import Person


def may_moderate_comment(user: Person, comment: Comment) -> bool:
    """A moderator of the municipality, but never of one's own comment, nor of those under one's own proposal."""
    return may_moderate(user, comment.proposal) and comment.author_id != user.pk
