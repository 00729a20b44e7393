"""Who may answer."""

from budgeting.responses.models import Ask
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role
from portal.places.models import Municipality


def may_answer_ask(user: Person, ask: Ask) -> bool:
    return has_role(user, RoleKind.OFFICIAL, ask.municipality_id)


def may_set_promise(user: Person, municipality: Municipality) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)
