"""Who may write, hide and take back a comment."""

from budgeting.comments.models import Comment
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_moderate, may_view_proposal
from portal.accounts.models import STAFF_ROLES
from portal.accounts.roles import Person, places_as


def may_comment(user: Person, proposal: Proposal) -> bool:
    return user.is_authenticated and may_view_proposal(user, proposal)


def is_held_from(user: Person, proposal: Proposal) -> bool:
    """Whether what this person writes waits for a moderator: where the cycle says so, for all but its staff."""
    at_work = proposal.cycle.municipality_id in places_as(user, *STAFF_ROLES)
    return proposal.cycle.holds_comments and not at_work


def may_moderate_comment(user: Person, comment: Comment) -> bool:
    """A moderator of the municipality, but never of one's own words or under one's own proposal."""
    return may_moderate(user, comment.proposal) and comment.author_id != user.pk
