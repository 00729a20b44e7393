"""Who may report, appeal and decide on it."""

from budgeting.comments.models import Comment, CommentState
from budgeting.comments.permissions import may_moderate_comment
from budgeting.moderation.models import Appeal, Report
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import has_part_in, is_author, may_hear_appeals, may_moderate, may_view_proposal
from budgeting.proposals.states import TRANSITIONS, State
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import Person, has_role

TAKES_OTHERS = (State.PUBLISHED, State.UNDER_REVIEW)
CAN_BE_SPLIT = (State.SUBMITTED, State.PUBLISHED, State.UNDER_REVIEW)
CAN_BE_MOVED = (*CAN_BE_SPLIT, State.FEASIBLE)


def may_split_proposal(user: Person, proposal: Proposal) -> bool:
    is_open = proposal.state in CAN_BE_SPLIT and not proposal.cycle.is_frozen
    return is_open and may_moderate(user, proposal)


def may_move_proposal(user: Person, proposal: Proposal) -> bool:
    is_open = proposal.state in CAN_BE_MOVED and not proposal.cycle.is_frozen
    return is_open and may_moderate(user, proposal)


def may_report_proposal(user: Person, proposal: Proposal) -> bool:
    """Whoever has signed in and reads it; nobody reports an own proposal."""
    return user.is_authenticated and may_view_proposal(user, proposal) and not has_part_in(user, proposal)


def may_report_comment(user: Person, comment: Comment) -> bool:
    is_read = comment.state == CommentState.SHOWN and may_view_proposal(user, comment.proposal)
    return user.is_authenticated and is_read and comment.author_id != user.pk


def may_decide_report(user: Person, report: Report) -> bool:
    """A moderator who neither wrote what is reported nor reported it."""
    if report.by_id == user.pk:
        return False
    return may_moderate_comment(user, report.comment) if report.comment else may_moderate(user, report.about)


def may_appeal(user: Person, proposal: Proposal) -> bool:
    """An author, once, as long as the proposal could still come back before the vote is signed for."""
    row = TRANSITIONS["restore"]
    is_open = proposal.state in row.from_ and proposal.cycle.stage in row.stages and not proposal.cycle.is_frozen
    return is_open and is_author(user, proposal) and not hasattr(proposal, "appeal")


def may_decide_appeal(user: Person, appeal: Appeal) -> bool:
    """A moderator who did not reject the proposal; an administrator where there is no other moderator."""
    if user.pk == appeal.rejected_by_id or not may_hear_appeals(user, appeal.proposal):
        return False
    place = appeal.proposal.cycle.municipality_id
    return has_role(user, RoleKind.MODERATOR, place) or not has_another_moderator(appeal)


def has_another_moderator(appeal: Appeal) -> bool:
    """Whether some moderator of the municipality neither rejected the proposal nor has a part in it."""
    proposal = appeal.proposal
    partial = [appeal.rejected_by_id, proposal.author_id, proposal.entered_by_id]
    partial += [one.user_id for one in proposal.coauthors.all()]
    roles = {"roles__kind": RoleKind.MODERATOR, "roles__municipality": proposal.cycle.municipality_id}
    return User.objects.filter(is_active=True, **roles).exclude(pk__in=[pk for pk in partial if pk]).exists()
