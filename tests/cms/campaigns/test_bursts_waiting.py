"""Groups that are set aside wait in the inbox of those who decide on them, and of nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.campaigns.actions import pledge
from cms.campaigns.bursts import MOST_UNSEEN, WINDOW, decide_burst
from cms.campaigns.bursts_waiting import bursts_to_decide
from cms.campaigns.models import PledgeBurst, Verdict
from cms.campaigns.permissions import may_decide_burst
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now, pinned
from tests.cms.campaigns.making import make_campaign, make_people, pledge_all
from tests.people import Cast

pytestmark = pytest.mark.django_db


def make_burst(cast: Cast, ago: timedelta = 2 * WINDOW) -> PledgeBurst:
    campaign = make_campaign(cast, goal=1000)
    with pinned(now() - ago):
        pledge_all(campaign, make_people(MOST_UNSEEN), address="198.51.100.7")
    return PledgeBurst.objects.get(campaign=campaign)


def make_runner(number: int = 0) -> User:
    return User.objects.create_superuser(f"runner{number}@khma.example")


def waiting(user: User) -> int:
    return bursts_to_decide(User.objects.get(pk=user.pk)).count()


def test_it_waits_for_one_who_runs_the_portal_until_two_have_decided(cast: Cast) -> None:
    burst = make_burst(cast)
    first, second = make_runner(1), make_runner(2)
    assert (waiting(first), waiting(second)) == (1, 1)

    decide_burst(burst, by=first, verdict=Verdict.KEEP, reason="A school.")
    assert (waiting(first), waiting(second)) == (0, 1)
    decide_burst(burst, by=second, verdict=Verdict.KEEP, reason="A school.")

    assert (waiting(first), waiting(second)) == (0, 0)


def test_what_people_may_still_join_does_not_wait_yet(cast: Cast) -> None:
    make_burst(cast, ago=timedelta(minutes=1))

    assert waiting(make_runner()) == 0


def test_after_a_day_it_is_overdue(cast: Cast) -> None:
    make_burst(cast, ago=timedelta(hours=25))

    assert bursts_to_decide(make_runner()).overdue == 1


def test_the_list_agrees_with_who_may_decide(cast: Cast, elsewhere: Cast) -> None:
    burst = make_burst(cast)
    member, official, backer, other, runner = (make_runner(number) for number in range(5))
    grant_role(member, RoleKind.CSO_AUTHOR, burst.campaign.organisation)
    grant_role(official, RoleKind.OFFICIAL, cast.municipality)
    grant_role(other, RoleKind.OFFICIAL, elsewhere.municipality)
    pledge(burst.campaign, by=backer)

    for person in (member, official, backer, other, runner, cast.official, cast.resident):
        assert waiting(person) == may_decide_burst(User.objects.get(pk=person.pk), burst)
    assert waiting(other) == 1


def test_the_desk_names_it_with_its_number_and_costs_the_same_for_three(cast: Cast, client: Client) -> None:
    burst = make_burst(cast)
    client.force_login(make_runner())
    client.get(reverse("desk"))

    def desk() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("desk"))
        return page.content.decode(), len(queries)

    content, before = desk()
    assert f'href="{reverse("desk_pledge_bursts")}#group-{burst.pk}"' in content
    assert f'href="{reverse("desk_pledge_bursts")}"' in content
    for _number in range(2):
        make_burst(cast)

    content, after = desk()
    assert ("(3)" in content, after) == (True, before)


def test_an_officials_desk_does_not_have_it(cast: Cast, client: Client) -> None:
    make_burst(cast)
    client.force_login(cast.official)

    assert reverse("desk_pledge_bursts") not in client.get(reverse("desk")).content.decode()
