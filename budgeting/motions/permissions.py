"""Who may move and second."""

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role


def may_move(user: Person, cycle: Cycle) -> bool:
    return has_role(user, RoleKind.OFFICIAL, cycle.municipality_id)


def may_second(user: Person, motion: Motion) -> bool:
    """Any other official, as long as the one who moved it still is one."""
    return may_move(user, motion.cycle) and user.pk != motion.moved_by_id and may_move(motion.moved_by, motion.cycle)
