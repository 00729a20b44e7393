"""Who counts signatures, and who says that they were handed over."""

from cms.campaigns.models import Campaign
from cms.campaigns.permissions import belongs_to
from portal.accounts.models import User
from portal.accounts.roles import Person


def may_count_paper(user: Person, campaign: Campaign) -> bool:
    """People of the organisation; and whoever runs the site, so that an organisation of one person finds a second."""
    return isinstance(user, User) and user.is_active and (user.is_superuser or belongs_to(user, campaign))


def may_hand_over(user: Person, campaign: Campaign) -> bool:
    return belongs_to(user, campaign)
