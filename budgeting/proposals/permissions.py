"""Who may do what with a proposal. `MAY` answers for the `who` column of the table of states."""

from collections.abc import Callable

from budgeting.cycles.models import Cycle
from budgeting.cycles.permissions import may_sign_gate, may_view_cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import TRANSITIONS, State
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import Person, has_role, places_as


def may_view_proposal(user: Person, proposal: Proposal) -> bool:
    """Twin of `Proposal.objects.visible_to`."""
    is_public = proposal.is_public and may_view_cycle(user, proposal.cycle)
    if is_public or is_author(user, proposal) or getattr(user, "is_superuser", False):
        return True
    at_work = proposal.cycle.municipality_id in places_as(user, *STAFF_ROLES)
    return at_work and proposal.state != State.DRAFT


def may_write_proposal(user: Person, cycle: Cycle) -> bool:
    return user.is_authenticated and cycle.stage == Stage.PROPOSING


def may_edit_proposal(user: Person, proposal: Proposal) -> bool:
    return stands_for_author(user, proposal) and proposal.is_editable


def is_late(proposal: Proposal) -> bool:
    """Whether the stages in which this draft could be handed in are over."""
    name = "resubmit" if proposal.state == State.RETURNED else "submit"
    order = list(Stage)
    return order.index(proposal.cycle.stage) > max(order.index(stage) for stage in TRANSITIONS[name].stages)


def may_delete_draft(user: Person, proposal: Proposal) -> bool:
    """What was never handed in belongs to its first author alone."""
    return is_first_author(user, proposal) and proposal.state == State.DRAFT


def may_invite(user: Person, proposal: Proposal) -> bool:
    return is_first_author(user, proposal) and proposal.is_editable


def may_join(user: Person, proposal: Proposal) -> bool:
    """Anybody invited, while it is being written; once it was handed in, none of those who judge it here."""
    if not user.is_authenticated or not proposal.is_editable or has_part_in(user, proposal):
        return False
    judges = proposal.cycle.municipality_id in places_as(user, RoleKind.MODERATOR, RoleKind.REVIEWER)
    return not (proposal.submitted_at and judges)


def is_first_author(user: Person, proposal: Proposal) -> bool:
    return user.is_authenticated and proposal.author_id == user.pk


def is_author(user: Person, proposal: Proposal) -> bool:
    """The first author or a co-author; co-authors may do all but withdraw it and invite others."""
    if is_first_author(user, proposal):
        return True
    return user.is_authenticated and any(one.user_id == user.pk for one in proposal.coauthors.all())


def stands_for_author(user: Person, proposal: Proposal) -> bool:
    """An author, or who wrote the proposal down for somebody without an account and can alone improve it."""
    has_written_down = user.is_authenticated and proposal.author_id is None and proposal.entered_by_id == user.pk
    return has_written_down or is_author(user, proposal)


def has_part_in(user: Person, proposal: Proposal) -> bool:
    """Whether the proposal is this person's own work, also by having written it down for somebody."""
    return is_author(user, proposal) or (user.is_authenticated and proposal.entered_by_id == user.pk)


def may_moderate(user: Person, proposal: Proposal) -> bool:
    """A moderator of the municipality, but never of one's own proposal."""
    place = proposal.cycle.municipality_id
    return has_role(user, RoleKind.MODERATOR, place) and not has_part_in(user, proposal)


def may_hear_appeals(user: Person, proposal: Proposal) -> bool:
    """A moderator, or an administrator where no other moderator is left; which of the two, moderation decides."""
    place = proposal.cycle.municipality_id
    kinds = (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)
    return any(has_role(user, kind, place) for kind in kinds) and not has_part_in(user, proposal)


def may_review(user: Person, proposal: Proposal) -> bool:
    """A reviewer of the municipality, but never of one's own proposal."""
    place = proposal.cycle.municipality_id
    return has_role(user, RoleKind.REVIEWER, place) and not has_part_in(user, proposal)


def may_moderate_or_review(user: Person, proposal: Proposal) -> bool:
    return may_moderate(user, proposal) or may_review(user, proposal)


def may_make_ballot(user: Person, proposal: Proposal) -> bool:
    return may_sign_gate(user, proposal.cycle)


MAY: dict[str, Callable[[Person, Proposal], bool]] = {
    "author": stands_for_author,
    "first_author": is_first_author,
    "moderator": may_moderate,
    "appeal_judge": may_hear_appeals,
    "reviewer": may_review,
    "moderator_or_reviewer": may_moderate_or_review,
    "ballot_maker": may_make_ballot,
}
