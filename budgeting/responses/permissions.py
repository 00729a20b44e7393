"""Who may answer."""

from budgeting.responses.models import Ask
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role


def may_answer_ask(user: Person, ask: Ask) -> bool:
    return has_role(user, RoleKind.OFFICIAL, ask.municipality_id)
