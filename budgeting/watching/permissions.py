"""Who watches a vote, and who names the networks that pass."""

from budgeting.cycles.models import Cycle
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as
from portal.places.models import Municipality


def may_observe_vote(user: Person, cycle: Cycle) -> bool:
    """Observers, and those who run the vote. They see numbers, and no person and no choice."""
    return cycle.municipality_id in places_as(user, RoleKind.OBSERVER, RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)


def may_name_networks(user: Person, municipality: Municipality) -> bool:
    return municipality.pk in places_as(user, RoleKind.ADMINISTRATOR, RoleKind.OFFICIAL)
