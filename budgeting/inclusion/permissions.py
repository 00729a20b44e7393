"""Who may have a report made, and who sees one before the result is published."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role


def may_make_report(user: Person, cycle: Cycle) -> bool:
    return has_role(user, RoleKind.OFFICIAL, cycle.municipality_id)


def may_view_early_report(user: Person, cycle: Cycle) -> bool:
    """Before the result: officials and observers. Voters' answers are in no report before it."""
    return may_make_report(user, cycle) or has_role(user, RoleKind.OBSERVER, cycle.municipality_id)
