"""How many people a legal petition needs: computed, never typed."""

from django.utils.translation import gettext as _

from budgeting.errors import NotPossible
from portal.places.models import Municipality

VOTERS_FOR_ONE = 100  # one of a hundred registered voters


def petition_goal(municipality: Municipality) -> int:
    """One per cent of the municipality's registered voters, rounded up. NotPossible where their number is not known.

    Source: Local Self-Government Code of Georgia, art. 86: at least 1 % of the voters registered there.
    """
    if not municipality.registered_voters:
        sentence = _("A petition's number cannot be computed: how many voters are registered there is not known.")
        raise NotPossible(sentence, faults={"is_petition": sentence})
    return goal_among(municipality.registered_voters)


def goal_among(voters: int) -> int:
    """One per cent of so many voters, rounded up."""
    return -(-voters // VOTERS_FOR_ONE)
