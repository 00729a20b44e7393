"""Scans of signed sheets have an end; what two people counted on them stays."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from budgeting.responses.actions import publish_response
from cms.campaigns.actions import close_campaign
from cms.campaigns.models import Campaign
from cms.campaigns.paper.actions import add_batch, read_batch
from cms.campaigns.paper.forgetting import KEPT_AT_MOST, KEPT_FOR, forget_scans
from cms.campaigns.paper.models import PaperBatch
from cms.campaigns.paper.queries import batches_to_read, paper_total
from portal.accounts.models import User
from portal.clock import now, pinned
from portal.log.models import Entry
from tests.cms.campaigns.making import make_campaign, make_member, make_scan
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast, language="hy", goal=40)


@pytest.fixture
def people(campaign: Campaign) -> list[User]:
    return [make_member(campaign.organisation) for _number in range(2)]


def add_counted(campaign: Campaign, people: list[User]) -> PaperBatch:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)
    read_batch(batch, by=people[1], total=40)
    return batch


def answer(campaign: Campaign, cast: Cast) -> None:
    campaign.refresh_from_db()
    words = {"reason_ka": "კარგი", "reason_hy": "Լավ", "next_step_ka": "ვაკეთებთ"}
    publish_response(campaign.ask, by=cast.official, outcome="accepted", office=campaign.office, **words)


def forgotten_after(wait: timedelta) -> int:
    with pinned(now() + wait):
        return forget_scans()


def test_thirty_days_after_the_close_the_scan_is_deleted_and_the_number_stays(
    campaign: Campaign, people: list[User], django_capture_on_commit_callbacks: object
) -> None:
    batch = add_counted(campaign, people)
    storage, name = batch.scan.storage, batch.scan.name
    close_campaign(campaign, by=people[0])
    assert (forgotten_after(KEPT_FOR - DAY), storage.exists(name)) == (0, True)

    with django_capture_on_commit_callbacks(execute=True):
        assert forgotten_after(KEPT_FOR + DAY) == 1

    batch.refresh_from_db()
    assert (batch.scan.name, storage.exists(name), paper_total(campaign)) == ("", False, 40)
    assert forgotten_after(KEPT_FOR + DAY) == 0


def test_thirty_days_after_the_answer_too(campaign: Campaign, people: list[User], cast: Cast) -> None:
    add_counted(campaign, people)
    answer(campaign, cast)

    assert [forgotten_after(wait) for wait in (KEPT_FOR - DAY, KEPT_FOR + DAY)] == [0, 1]


def test_sheets_that_came_after_the_answer_have_thirty_days_of_their_own(
    campaign: Campaign, people: list[User], cast: Cast
) -> None:
    add_counted(campaign, people)
    answer(campaign, cast)
    with pinned(now() + 20 * DAY):
        add_batch(campaign, by=people[0], upload=make_scan(), total=7)

    assert [forgotten_after(wait) for wait in (KEPT_FOR + DAY, KEPT_FOR + 21 * DAY)] == [1, 1]


def test_where_nothing_comes_to_an_end_they_go_after_a_year(campaign: Campaign, people: list[User]) -> None:
    add_counted(campaign, people)

    assert [forgotten_after(wait) for wait in (KEPT_AT_MOST - DAY, KEPT_AT_MOST + DAY)] == [0, 1]


def test_the_log_says_how_many_and_nothing_of_whom(campaign: Campaign, people: list[User]) -> None:
    add_counted(campaign, people)
    add_counted(campaign, people)

    forgotten_after(KEPT_AT_MOST + DAY)

    entry = Entry.objects.get(act="forget_scans")
    assert (entry.by, entry.facts) == (None, {"scans": 2})


def test_the_command_that_deletes_what_is_old_deletes_them(campaign: Campaign, people: list[User]) -> None:
    batch = add_counted(campaign, people)

    with pinned(now() + KEPT_AT_MOST + DAY):
        call_command("send_messages")

    batch.refresh_from_db()
    assert batch.scan.name == ""


def test_without_its_scan_nobody_is_asked_to_count_or_given_a_file(campaign: Campaign, people: list[User]) -> None:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)
    forgotten_after(KEPT_AT_MOST + DAY)
    client = Client()
    client.force_login(people[1])

    assert list(batches_to_read(campaign, people[1])) == []
    assert client.get(reverse("campaign_scan", args=[campaign.pk, batch.pk])).status_code == 404
    page = client.get(reverse("campaign_paper", args=[campaign.pk])).content.decode()
    assert "deleted 30 days after the campaign was answered or closed" in page
