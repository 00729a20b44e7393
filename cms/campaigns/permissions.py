"""Who may do what with a campaign. Who stands behind it is shown to nobody, so there is no right to see it."""

from cms.campaigns.models import Campaign, Pledge, PledgeBurst
from cms.campaigns.pages import campaign_pages
from portal.accounts.models import ORGANISATION_ROLES, RoleKind, User
from portal.accounts.roles import Person, has_role


def belongs_to(user: Person, campaign: Campaign) -> bool:
    """Whether the person writes for the organisation whose campaign this is."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return any(
        role.kind in ORGANISATION_ROLES and role.organisation_id == campaign.organisation_id for role in user.held_roles
    )


def may_close_campaign(user: Person, campaign: Campaign) -> bool:
    return belongs_to(user, campaign)


def may_pledge(user: Person, campaign: Campaign) -> bool:
    """Whoever has signed in, and may read the campaign: one that is on no public page is read by nobody."""
    return user.is_authenticated and is_public(campaign)


def is_public(campaign: Campaign) -> bool:
    """Whether everybody can read it, in one language at least."""
    return bool(campaign_pages().filter(campaign=campaign).exists())


def may_hide_reason(user: Person, pledge: Pledge) -> bool:
    """A moderator of the municipality, never of a reason of one's own. The organisation's members may not."""
    return has_role(user, RoleKind.MODERATOR, pledge.campaign.municipality_id) and pledge.user_id != user.pk


def may_decide_burst(user: Person, burst: PledgeBurst) -> bool:
    """Those who run the portal: officials would decide on a campaign against themselves, members on their own.

    Nobody decides who belongs to the organisation, works in the municipality, or stands behind the campaign.
    """
    if not isinstance(user, User) or not user.is_active or not user.is_superuser:
        return False
    campaign = burst.campaign
    belongs = any(
        role.organisation_id == campaign.organisation_id or role.municipality_id == campaign.municipality_id
        for role in user.held_roles
    )
    return not belongs and not campaign.pledges.filter(user=user).exists()
