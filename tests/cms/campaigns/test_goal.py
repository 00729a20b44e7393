"""The goal: at it the office is asked once, officials and those behind it are told, and the state follows."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from budgeting.responses.actions import city_hall, publish_response
from budgeting.responses.models import Ask
from budgeting.responses.permissions import may_answer_ask
from cms.campaigns.actions import close_campaign, pledge
from cms.campaigns.models import Campaign, Pledge, PledgeBurst
from cms.campaigns.queries import listed_pages, standing, with_campaigns
from cms.campaigns.reaching import reach_goal
from cms.campaigns.states import CampaignState, in_state
from cms.models import CampaignPage
from portal.accounts.models import Rhythm, User
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.at_once import said
from tests.cms.campaigns.making import make_campaign, make_minister, make_people, owner_of, pledge_all
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast)


def test_at_the_goal_the_office_is_asked_once(campaign: Campaign, cast: Cast) -> None:
    people = make_people(4)
    pledge_all(campaign, people[:2])
    assert (reach_goal(campaign), Ask.objects.count()) == (False, 0)

    pledge_all(campaign, people[2:])

    ask = Ask.objects.get()
    assert (campaign.ask, campaign.reached_at is None) == (ask, False)
    assert (ask.municipality, ask.office, ask.asked_by, ask.written_in) == (
        cast.municipality,
        city_hall(cast.municipality),
        None,
        "ka",
    )
    assert ask.owed_on is not None
    assert reach_goal(Campaign.objects.get()) is False
    assert [entry.facts["ask"] for entry in Entry.objects.filter(act="reach_goal")] == [ask.pk]


def test_two_stale_copies_reach_the_goal_once(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1)
    stale = Campaign.objects.get()
    pledge(campaign, by=cast.resident)

    assert (reach_goal(stale), Ask.objects.count()) == (False, 1)


def test_officials_members_and_who_wants_news_are_told_of_the_goal(campaign: Campaign, cast: Cast) -> None:
    eager, quiet, last = make_people(3)
    User.objects.update(language="en")
    eager.refresh_from_db()
    pledge(campaign, by=eager, wants_news=True)
    pledge_all(campaign, [quiet, last])

    told = {notice.user: notice.sentence for notice in Notice.objects.all()}
    asked = "A campaign has reached its goal and asks you for an answer."
    assert told == {
        cast.official: asked,
        cast.other_official: asked,
        owner_of(campaign.organisation): "Your campaign has reached its goal. The office has been asked.",
        eager: "The campaign you stand behind has reached its goal. The office has been asked.",
    }
    page = CampaignPage.objects.get(locale__language_code="en")
    assert {notice.path for notice in Notice.objects.all()} == {f"/en/{page.get_parent().slug}/{page.slug}/"}


def test_an_office_above_the_municipality_is_told_through_who_is_in_it(cast: Cast) -> None:
    minister = make_minister()
    duty = minister.duties.get()
    campaign = make_campaign(cast, goal=1, office=duty.office, duty_bearer=duty)

    pledge(campaign, by=cast.resident)

    assert (campaign.ask.office, campaign.ask.duty_bearer) == (duty.office, duty)
    assert Notice.objects.filter(user=minister).count() == 1
    assert Notice.objects.filter(user=cast.official).count() == 0
    assert [may_answer_ask(one, campaign.ask) for one in (minister, cast.official)] == [True, False]


def test_every_official_may_answer_a_campaign(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1)
    pledge(campaign, by=cast.resident)

    assert [may_answer_ask(one, campaign.ask) for one in (cast.official, cast.other_official)] == [True, True]


def test_reaching_the_goal_while_the_page_is_down_waits_until_it_is_back(campaign: Campaign, cast: Cast) -> None:
    pledge_all(campaign, make_people(2))
    CampaignPage.objects.update(live=False)
    Pledge.objects.create(campaign=campaign, user=cast.resident)

    assert reach_goal(campaign) is False
    CampaignPage.objects.update(live=True)
    assert reach_goal(campaign) is True


def pledge_at_once(campaign: Campaign, people: list[tuple[User, str]]) -> list[str]:
    """What each of them was told, who come in ten threads from their addresses."""

    def one(person: User, address: str) -> None:
        pledge(Campaign.objects.get(pk=campaign.pk), by=person, address=address)

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(lambda come: said(one, *come), people))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_pledges_reach_the_goal_once(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=10)
    people = make_people(20)

    refused = pledge_at_once(campaign, [(person, f"10.{person.pk % 250}.0.1") for person in people])

    campaign.refresh_from_db()
    assert refused == [""] * 20
    assert (standing(campaign).total, Ask.objects.count()) == (20, 1)
    assert Entry.objects.filter(act="reach_goal").count() == 1
    assert Notice.objects.filter(user=cast.official).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_script_at_once_from_one_network_reaches_nothing(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=25)

    refused = pledge_at_once(campaign, [(person, "198.51.100.7") for person in make_people(40)])

    assert refused == [""] * 40
    assert (standing(campaign).total, Ask.objects.count(), PledgeBurst.objects.get().total) == (0, 0, 40)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_parallel_pledges_of_one_person_count_once(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=2)

    refused = pledge_at_once(campaign, [(cast.resident, "198.51.100.7")] * 40)

    assert (refused, Pledge.objects.count(), Ask.objects.count()) == ([""] * 40, 1, 0)


def test_the_ladder_names_the_next_step(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=30)
    seen = []
    for person in make_people(30):
        seen.append(standing(campaign).next_step)
        pledge(campaign, by=person)

    assert seen == [10] * 10 + [25] * 15 + [30] * 5
    reached = standing(campaign)
    assert (reached.total, reached.is_reached, reached.next_step, reached.missing) == (30, True, 30, 0)


def test_states_follow_the_ask_and_its_answer(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1)

    def state() -> CampaignState:
        return with_campaigns(listed_pages("ka"))[0].campaign.state

    assert state() == CampaignState.GATHERING
    pledge(campaign, by=cast.resident)
    assert state() == CampaignState.WAITING
    publish_response(
        campaign.ask, by=cast.official, outcome="accepted", reason_ka="კარგი", next_step_ka="ვაკეთებთ", written_in="ka"
    )
    assert state() == CampaignState.ANSWERED
    close_campaign(campaign, by=owner_of(campaign.organisation))
    assert state() == CampaignState.ARCHIVED
    other = make_campaign(cast)
    close_campaign(other, by=owner_of(other.organisation))
    assert state() == CampaignState.ARCHIVED


def test_who_asks_for_no_more_people_still_waits_for_the_answer(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1)
    pledge(campaign, by=cast.resident)

    close_campaign(campaign, by=owner_of(campaign.organisation))

    assert with_campaigns(listed_pages("ka"))[0].campaign.state == CampaignState.WAITING


@pytest.mark.parametrize("is_asked", [True, False])
@pytest.mark.parametrize("is_answered", [True, False])
@pytest.mark.parametrize("is_closed", [True, False])
def test_each_state_is_the_same_for_python_and_for_the_database(
    cast: Cast, is_asked: bool, is_answered: bool, is_closed: bool
) -> None:
    campaign = make_campaign(cast, goal=1)
    if is_asked:
        pledge(campaign, by=cast.resident)
    if is_asked and is_answered:
        words = {"reason_ka": "კარგი", "next_step_ka": "ვაკეთებთ", "written_in": "ka"}
        publish_response(campaign.ask, by=cast.official, outcome="accepted", **words)
    if is_closed:
        close_campaign(campaign, by=owner_of(campaign.organisation))

    state = with_campaigns(listed_pages("ka"))[0].campaign.state

    assert [one for one in CampaignState if Campaign.objects.filter(in_state(one)).exists()] == [state]


def test_who_never_wants_messages_gets_none(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1)
    cast.official.rhythm = Rhythm.NEVER
    cast.official.save()

    pledge(campaign, by=cast.resident, wants_news=True)

    assert Notice.objects.filter(user=cast.official).count() == 0
