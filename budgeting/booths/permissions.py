"""Who sets booths up, and who works at them."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as

SETTING_UP = (RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)
WORKING = (RoleKind.BOOTH_OFFICER, RoleKind.OFFICIAL)


def may_set_up_booths(user: Person, cycle: Cycle) -> bool:
    return cycle.municipality_id in places_as(user, *SETTING_UP)


def may_work_at_booths(user: Person, cycle: Cycle) -> bool:
    """Printing sheets, stamping, typing ballots, signing: the booth's officers, and officials."""
    return cycle.municipality_id in places_as(user, *WORKING)


def may_view_booths(user: Person, cycle: Cycle) -> bool:
    return cycle.municipality_id in places_as(user, *SETTING_UP, *WORKING)
