"""What a campaign asks of whom, and the number of a petition."""

import pytest

from budgeting.errors import NotPossible
from budgeting.responses.actions import city_hall
from budgeting.responses.models import Office
from cms.campaigns.actions import open_campaign
from cms.campaigns.models import Campaign
from cms.campaigns.thresholds import goal_among, petition_goal
from cms.campaigns.writing import write_campaign
from portal.languages.texts import in_languages
from tests.cms.campaigns.making import make_campaign, make_draft_campaign, make_official
from tests.factories import in_all
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast)


@pytest.mark.parametrize(
    ("voters", "goal"), [(1, 1), (99, 1), (100, 1), (101, 2), (98_259, 983), (56_135, 562), (10_000, 100)]
)
def test_a_petition_needs_one_per_cent_rounded_up(voters: int, goal: int) -> None:
    assert goal_among(voters) == goal


def test_a_petitions_goal_is_computed_and_kept_from_the_day_it_opens(cast: Cast) -> None:
    cast.municipality.registered_voters = 98_259
    cast.municipality.save()
    page = make_draft_campaign(cast, goal=5, is_petition=True)
    assert (page.campaign.goal, petition_goal(cast.municipality)) == (983, 983)
    cast.municipality.registered_voters = 10_001
    cast.municipality.save()

    page.latest_revision.publish()
    cast.municipality.registered_voters = 500
    cast.municipality.save()
    open_campaign(page.campaign)

    stored = Campaign.objects.get()
    assert (stored.goal, stored.registered_voters) == (101, 10_001)


def test_a_petition_needs_the_number_of_voters(cast: Cast) -> None:
    with pytest.raises(NotPossible) as refusal:
        make_draft_campaign(cast, is_petition=True)

    assert list(refusal.value.faults) == ["is_petition"]
    assert Campaign.objects.count() == 0


def test_what_is_asked_of_whom_is_fixed_once_it_is_open(campaign: Campaign, cast: Cast, elsewhere: Cast) -> None:
    other = Office.objects.create(municipality=cast.municipality, **in_languages("name", in_all("Council")))

    for facts in ({"office": other}, {"goal": 2}, {"municipality": elsewhere.municipality}, {"is_petition": True}):
        with pytest.raises(NotPossible) as refusal:
            write_campaign(campaign, organisation=campaign.organisation, **facts)
        assert list(refusal.value.faults) == list(facts)
    write_campaign(campaign, organisation=campaign.organisation, on_behalf_of="Residents of Sadakhlo", goal=3)

    stored = Campaign.objects.get()
    assert (stored.on_behalf_of, stored.goal, stored.office) == (
        "Residents of Sadakhlo",
        3,
        city_hall(cast.municipality),
    )


def test_an_office_or_a_person_from_elsewhere_is_refused(cast: Cast, elsewhere: Cast) -> None:
    foreign = city_hall(elsewhere.municipality)
    person = make_official(foreign)

    for facts, field in (({"office": foreign}, "office"), ({"duty_bearer": person}, "duty_bearer")):
        with pytest.raises(NotPossible) as refusal:
            make_draft_campaign(cast, **facts)
        assert list(refusal.value.faults) == [field]
