"""Who may have the ballots counted, and when a result may be seen."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role


def may_count_cycle(user: Person, cycle: Cycle) -> bool:
    return has_role(user, RoleKind.OFFICIAL, cycle.municipality_id)
