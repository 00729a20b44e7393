"""Who may file a complaint, answer it and hide it."""

from typing import TYPE_CHECKING

from budgeting.cycles.models import Cycle
from budgeting.cycles.permissions import may_view_cycle
from budgeting.responses.permissions import may_answer_ask
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role, places_as

if TYPE_CHECKING:
    from budgeting.objections.models import Complaint


def may_file_complaint(user: Person, cycle: Cycle) -> bool:
    """Whoever is signed in and sees the cycle; whether it is the time for it is the action's to say."""
    return user.is_authenticated and may_view_cycle(user, cycle)


def may_answer_complaint(user: Person, complaint: "Complaint") -> bool:
    """An official of the municipality, but never of one's own complaint; a hidden one is owed no answer."""
    return not complaint.hidden_as and may_answer_ask(user, complaint.ask)


def may_moderate_complaint(user: Person, complaint: "Complaint") -> bool:
    """A moderator of the municipality, but never of one's own words."""
    return complaint.author_id != user.pk and has_role(user, RoleKind.MODERATOR, complaint.cycle.municipality_id)


def places_of_readers(user: Person) -> set[int]:
    """The municipalities whose complaints this person has on the desk."""
    return places_as(user, RoleKind.OFFICIAL, RoleKind.MODERATOR)
