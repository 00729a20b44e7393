"""Opening a campaign, standing behind it, taking oneself back, and the close."""

from datetime import timedelta

import pytest

from budgeting.errors import NotAllowed, NotPossible
from cms.campaigns.actions import close_campaign, pledge, withdraw_pledge
from cms.campaigns.models import LONGEST_PLEDGE_REASON, Campaign, Pledge
from cms.campaigns.queries import standing
from cms.models import CampaignPage
from portal.clock import now
from portal.log.models import Entry
from tests.cms.campaigns.making import make_campaign, make_draft_campaign, make_organisation, owner_of
from tests.people import Cast

pytestmark = pytest.mark.django_db
CLOSED = "This campaign is closed. It asks for no more people."


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast)


def test_the_first_publication_opens_it_and_another_one_does_not(cast: Cast) -> None:
    page = make_draft_campaign(cast)
    assert page.campaign.is_open is False

    page.latest_revision.publish()
    page.campaign.refresh_from_db()
    opened_at = page.campaign.opened_at
    page.save_revision().publish()
    page.campaign.refresh_from_db()

    assert (page.campaign.is_open, page.campaign.opened_at) == (True, opened_at)
    assert [entry.facts["goal"] for entry in Entry.objects.filter(act="open_campaign")] == [3]


def test_a_publication_planned_for_later_does_not_open_it(cast: Cast) -> None:
    page = make_draft_campaign(cast)
    page.go_live_at = now() + timedelta(days=2)

    page.save_revision().publish()

    page.campaign.refresh_from_db()
    assert page.campaign.opened_at is None


def test_pledge_counts_a_person_once(campaign: Campaign, cast: Cast) -> None:
    first = pledge(campaign, by=cast.resident, reason="  Water!\u202e ", is_named=True, wants_news=True)
    again = pledge(campaign, by=cast.resident, reason="Another", is_named=False)

    assert again == first
    one = Pledge.objects.get()
    assert (one.reason, one.reason_language, one.is_named, one.wants_news) == ("Water!", "en", True, True)
    assert standing(campaign).total == 1


def test_nothing_is_shown_or_told_unless_it_is_asked_for(campaign: Campaign, cast: Cast) -> None:
    one = pledge(campaign, by=cast.resident)

    assert (one.is_named, one.wants_news, one.reason, one.reason_language, one.mark) == (False, False, "", "", "")


def test_withdraw_leaves_no_trace_and_can_be_undone(campaign: Campaign, cast: Cast) -> None:
    pledge(campaign, by=cast.resident)

    withdraw_pledge(campaign, by=cast.resident)
    withdraw_pledge(campaign, by=cast.neighbour)
    assert Pledge.objects.count() == 0

    pledge(campaign, by=cast.resident)
    assert standing(campaign).total == 1


def test_a_draft_takes_nobody(cast: Cast) -> None:
    page = make_draft_campaign(cast)

    with pytest.raises(NotAllowed):
        pledge(page.campaign, by=cast.resident)
    assert Pledge.objects.count() == 0


def test_a_campaign_taken_down_or_private_takes_nobody(campaign: Campaign, cast: Cast) -> None:
    from wagtail.models import PageViewRestriction

    for page in CampaignPage.objects.all():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(NotAllowed):
        pledge(campaign, by=cast.resident)
    PageViewRestriction.objects.all().delete()
    CampaignPage.objects.update(live=False)
    with pytest.raises(NotAllowed):
        pledge(campaign, by=cast.resident)

    assert Pledge.objects.count() == 0


def test_a_closed_campaign_takes_nobody_and_lets_nobody_go(campaign: Campaign, cast: Cast) -> None:
    pledge(campaign, by=cast.resident)
    close_campaign(campaign, by=owner_of(campaign.organisation))

    for act in (pledge, withdraw_pledge):
        with pytest.raises(NotPossible) as refusal:
            act(Campaign.objects.get(), by=cast.neighbour)
        assert str(refusal.value) == CLOSED
    assert (standing(campaign).total, Entry.objects.get(act="close_campaign").by) == (
        1,
        owner_of(campaign.organisation),
    )


def test_a_stale_copy_of_an_open_campaign_takes_nobody_once_it_is_closed(campaign: Campaign, cast: Cast) -> None:
    stale = Campaign.objects.get()
    close_campaign(campaign, by=owner_of(campaign.organisation))

    with pytest.raises(NotPossible):
        pledge(stale, by=cast.resident)
    with pytest.raises(NotPossible):
        close_campaign(stale, by=owner_of(campaign.organisation))


def test_only_the_organisations_members_close_it(campaign: Campaign, cast: Cast) -> None:
    others = [getattr(cast, name) for name in ("resident", "official", "administrator", "moderator")]
    for person in (*others, owner_of(make_organisation("Another").organisation)):
        with pytest.raises(NotAllowed):
            close_campaign(campaign, by=person)

    assert Campaign.objects.get().is_open is True


def test_a_reason_is_short(campaign: Campaign, cast: Cast) -> None:
    with pytest.raises(NotPossible) as refusal:
        pledge(campaign, by=cast.resident, reason="x" * (LONGEST_PLEDGE_REASON + 1))

    assert refusal.value.faults == {"reason": "Write at most 500 characters."}
    assert Pledge.objects.count() == 0


def test_one_person_cannot_rush_from_campaign_to_campaign(cast: Cast) -> None:
    below = make_organisation()
    campaigns = [make_campaign(cast, below) for _one in range(3)]
    from cms.campaigns import actions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "MOST_IN_A_WHILE", 2)
        for one in campaigns[:2]:
            pledge(one, by=cast.resident)
        with pytest.raises(NotPossible, match="a lot of campaigns"):
            pledge(campaigns[2], by=cast.resident)
