"""Who speaks for which side."""

from budgeting.responses.permissions import may_answer_ask
from cms.campaigns.models import Campaign
from cms.outcomes.models import Side
from portal.accounts.models import ORGANISATION_ROLES, User
from portal.accounts.roles import Person


def speaks_for(user: Person, campaign: Campaign) -> bool:
    """Whether this person belongs to the organisation whose campaign it is."""
    return (
        isinstance(user, User)
        and user.is_active
        and any(
            role.organisation_id == campaign.organisation_id and role.kind in ORGANISATION_ROLES
            for role in user.held_roles
        )
    )


def may_declare_outcome(user: Person, campaign: Campaign, side: str) -> bool:
    """Each side speaks for itself; who belongs to both speaks for the organisation."""
    if side == Side.ORGANISATION:
        return speaks_for(user, campaign)
    if side != Side.OFFICE or campaign.ask is None or speaks_for(user, campaign):
        return False
    return may_answer_ask(user, campaign.ask)
