"""Who may answer, who may say that it is not done, and who keeps the offices and the templates."""

from budgeting.responses.models import Ask
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role
from portal.places.models import Municipality


def may_answer_ask(user: Person, ask: Ask) -> bool:
    """An official of the municipality, but never what one has asked oneself."""
    return ask.asked_by_id != user.pk and has_role(user, RoleKind.OFFICIAL, ask.municipality_id)


def may_reopen_ask(user: Person, ask: Ask) -> bool:
    """Whoever is signed in: the person who walks past the place need not be its author.

    But nobody who answers for the municipality: it can be said once, and that is for the others.
    """
    return user.is_authenticated and not has_role(user, RoleKind.OFFICIAL, ask.municipality_id)


def may_manage_offices(user: Person, municipality: Municipality | int) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)


def may_write_templates(user: Person, municipality: Municipality | int) -> bool:
    return has_role(user, RoleKind.OFFICIAL, municipality) or has_role(user, RoleKind.ADMINISTRATOR, municipality)


def may_set_promise(user: Person, municipality: Municipality) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)
