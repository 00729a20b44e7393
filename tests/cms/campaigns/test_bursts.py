"""A script with many accounts: found, set aside, decided on by two, and never counted meanwhile."""

from datetime import timedelta

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.models import Ask
from budgeting.watching.networks import add_network
from cms.campaigns import bursts
from cms.campaigns.actions import close_campaign, pledge, withdraw_pledge
from cms.campaigns.bursts import MOST_UNSEEN as FEWEST
from cms.campaigns.bursts import WINDOW, decide_burst, fewest_of, forget_marks
from cms.campaigns.models import Campaign, Pledge, PledgeBurst, Verdict
from cms.campaigns.queries import Bursts, pledge_of, standing
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now, pinned
from portal.log.models import Entry
from tests.cms.campaigns.making import make_campaign, make_people, owner_of, pledge_all
from tests.people import Cast

pytestmark = pytest.mark.django_db
SCRIPT = "198.51.100.7"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Its goal is just reached by two bursts."""
    return make_campaign(cast, goal=2 * FEWEST)


@pytest.fixture
def runners(db: None) -> list[User]:
    """Two who run the portal, and a third."""
    return [User.objects.create_superuser(f"runner{number}@khma.example") for number in range(3)]


def burst_of(campaign: Campaign, number: int = FEWEST) -> PledgeBurst:
    """A script came ten minutes ago."""
    with pinned(now() - timedelta(minutes=10)):
        pledge_all(campaign, make_people(number), address=SCRIPT)
    return PledgeBurst.objects.get()


def test_a_few_from_one_network_count(campaign: Campaign) -> None:
    pledge_all(campaign, make_people(FEWEST - 1), address=SCRIPT)

    assert (standing(campaign).total, PledgeBurst.objects.count()) == (FEWEST - 1, 0)


def test_many_from_one_network_are_set_aside_with_those_before_and_after_them(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1000)
    pledge(campaign, by=cast.resident, address="203.0.113.9")
    pledge_all(campaign, make_people(FEWEST + 3), address=SCRIPT)

    assert standing(campaign).total == 1
    assert PledgeBurst.objects.get().total == FEWEST + 3
    assert standing(campaign).bursts == Bursts(found=1, waiting=1)


@pytest.mark.parametrize(("goal", "fewest"), [(1, 10), (11, 10), (20, 10), (25, 12), (60, 30), (983, 30)])
def test_a_script_alone_reaches_no_goal(cast: Cast, goal: int, fewest: int) -> None:
    campaign = make_campaign(cast, goal=goal)
    assert fewest_of(campaign) == fewest
    if goal <= fewest:
        return

    pledge_all(campaign, make_people(FEWEST + 10), address=SCRIPT)

    assert (standing(campaign).total, Ask.objects.count(), campaign.reached_at) == (0, 0, None)


def test_five_minutes_apart_nobody_is_set_aside(cast: Cast) -> None:
    campaign = make_campaign(cast, goal=1000)
    for minutes in (20, 10):
        with pinned(now() - timedelta(minutes=minutes)):
            pledge_all(campaign, make_people(FEWEST - 1), address=SCRIPT)

    assert standing(campaign).total == 2 * (FEWEST - 1)


def test_no_address_is_stored_and_marks_differ_by_campaign(campaign: Campaign, cast: Cast) -> None:
    other = make_campaign(cast)
    marks = [pledge(one, by=cast.resident, address=SCRIPT).mark for one in (campaign, other)]

    assert [len(mark) for mark in marks] == [64, 64]
    assert len(set(marks)) == 2
    assert "198.51.100" not in str(list(Pledge.objects.values()))
    neighbour = pledge(campaign, by=cast.neighbour, address="198.51.100.99")
    assert neighbour.mark == marks[0]


def test_a_network_known_to_be_shared_passes(campaign: Campaign, cast: Cast) -> None:
    add_network(cast.municipality, by=cast.official, network="198.51.100.0/24", label="The library")

    pledge_all(campaign, make_people(FEWEST + 5), address=SCRIPT)

    assert (standing(campaign).total, Pledge.objects.exclude(mark="").count()) == (FEWEST + 5, 0)


def test_too_many_from_one_network_in_an_hour_are_refused(campaign: Campaign, cast: Cast) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bursts, "MOST_AN_HOUR", 3)
        pledge_all(campaign, make_people(3), address=SCRIPT)
        with pytest.raises(NotPossible, match="try again in an hour"):
            pledge(campaign, by=cast.resident, address=SCRIPT)
        pledge(campaign, by=cast.resident, address="203.0.113.9")

    assert Pledge.objects.count() == 4


def test_two_who_run_the_portal_let_them_count_and_the_goal_is_reached(campaign: Campaign, runners: list[User]) -> None:
    pledge_all(campaign, make_people(FEWEST))
    burst = burst_of(campaign)

    assert decide_burst(burst, by=runners[0], verdict=Verdict.KEEP, reason="A school.") is False
    assert (standing(campaign).total, Ask.objects.count()) == (FEWEST, 0)
    assert decide_burst(burst, by=runners[1], verdict=Verdict.KEEP, reason="I asked the school.") is True

    assert (standing(campaign).total, Ask.objects.count()) == (2 * FEWEST, 1)
    assert standing(campaign).bursts == Bursts(found=1, kept=1)
    acts = Entry.objects.filter(act__in=["move_burst", "decide_burst"]).order_by("pk")
    assert [(one.act, one.by) for one in acts] == [("move_burst", runners[0]), ("decide_burst", runners[1])]


def test_set_aside_they_never_count_and_withdrawing_does_not_help(campaign: Campaign, runners: list[User]) -> None:
    burst = burst_of(campaign)
    for runner in runners[:2]:
        decide_burst(burst, by=runner, verdict=Verdict.SET_ASIDE, reason="One machine.")

    for one in list(Pledge.objects.select_related("user")):
        withdraw_pledge(campaign, by=one.user)
        assert pledge_of(campaign, one.user) is None
        pledge(campaign, by=one.user, address="")
        assert pledge_of(campaign, one.user) is not None

    assert (standing(campaign).total, Ask.objects.count()) == (0, 0)
    assert standing(campaign).bursts == Bursts(found=1, set_aside=1)


def test_who_withdrew_while_set_aside_is_forgotten_when_the_others_count(
    campaign: Campaign, runners: list[User]
) -> None:
    burst = burst_of(campaign)
    gone = Pledge.objects.select_related("user").first()
    Pledge.objects.filter(pk=gone.pk).update(reason="Water", is_named=True)
    withdraw_pledge(campaign, by=gone.user)
    assert Pledge.objects.get(pk=gone.pk).reason == ""
    for runner in runners[:2]:
        decide_burst(burst, by=runner, verdict=Verdict.KEEP, reason="A school.")

    assert standing(campaign).total == FEWEST - 1
    assert Pledge.objects.filter(user=gone.user).count() == 0


def test_one_person_decides_nothing(campaign: Campaign, runners: list[User]) -> None:
    burst = burst_of(campaign)
    decide_burst(burst, by=runners[0], verdict=Verdict.KEEP, reason="A school.")

    with pytest.raises(NotPossible, match="You have moved this already"):
        decide_burst(burst, by=runners[0], verdict=Verdict.KEEP, reason="A school.")
    assert decide_burst(burst, by=runners[1], verdict=Verdict.SET_ASIDE, reason="One machine.") is False
    assert decide_burst(burst, by=runners[0], verdict=Verdict.SET_ASIDE, reason="I agree.") is True
    with pytest.raises(NotPossible, match="Two people have decided"):
        decide_burst(burst, by=runners[2], verdict=Verdict.KEEP, reason="No.")


def test_a_verdict_needs_a_reason_and_the_end_of_the_burst(campaign: Campaign, runners: list[User]) -> None:
    burst = burst_of(campaign)

    with pytest.raises(NotPossible) as refusal:
        decide_burst(burst, by=runners[0], verdict=Verdict.KEEP, reason=" \u200b ")
    assert list(refusal.value.faults) == ["reason"]
    with pytest.raises(NotPossible) as refusal:
        decide_burst(burst, by=runners[0], verdict="win", reason="So.")
    assert list(refusal.value.faults) == ["verdict"]
    with pytest.raises(NotPossible, match="five minutes"), pinned(burst.last_at + WINDOW - timedelta(seconds=1)):
        decide_burst(burst, by=runners[0], verdict=Verdict.KEEP, reason="So.")


def test_a_verdict_that_was_moved_is_void_when_more_people_join(cast: Cast, runners: list[User]) -> None:
    campaign = make_campaign(cast, goal=1000)
    burst = burst_of(campaign)
    PledgeBurst.objects.update(moved_by=runners[0], verdict=Verdict.KEEP, reason="A school.")

    with pinned(burst.last_at + timedelta(minutes=4)):
        pledge_all(campaign, make_people(2), address=SCRIPT)

    burst.refresh_from_db()
    assert (burst.moved_by, burst.verdict, burst.total) == (None, "", FEWEST + 2)


def test_nobody_decides_who_has_a_part_in_it(campaign: Campaign, cast: Cast, runners: list[User]) -> None:
    burst = burst_of(campaign)
    member, official, backer = runners
    grant_role(member, RoleKind.CSO_AUTHOR, campaign.organisation)
    grant_role(official, RoleKind.OFFICIAL, cast.municipality)
    Pledge.objects.create(campaign=campaign, user=backer)

    for person in (*runners, cast.administrator, cast.official, cast.observer, cast.resident):
        with pytest.raises(NotAllowed):
            decide_burst(burst, by=person, verdict=Verdict.KEEP, reason="So.")


def test_a_campaign_is_closed_once_bursts_are_decided_and_forgets_the_marks(
    campaign: Campaign, runners: list[User]
) -> None:
    burst = burst_of(campaign)
    owner = owner_of(campaign.organisation)
    with pytest.raises(NotPossible, match="still set aside"):
        close_campaign(campaign, by=owner)
    for runner in runners[:2]:
        decide_burst(burst, by=runner, verdict=Verdict.SET_ASIDE, reason="One machine.")

    close_campaign(campaign, by=owner)

    assert Pledge.objects.exclude(mark="").count() == PledgeBurst.objects.exclude(mark="").count() == 0


def test_marks_are_forgotten_after_a_day(campaign: Campaign, cast: Cast) -> None:
    burst_of(campaign)
    with pinned(now() + timedelta(hours=23)):
        assert forget_marks() == 0
    with pinned(now() + timedelta(hours=24)):
        pledge(campaign, by=cast.resident, address=SCRIPT)
        assert forget_marks() == FEWEST + 1

    assert Pledge.objects.exclude(mark="").count() == 1
