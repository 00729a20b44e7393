"""Who decides what a vote may spend on messages."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as


def may_limit_messages(user: Person, cycle: Cycle) -> bool:
    return cycle.municipality_id in places_as(user, RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)
