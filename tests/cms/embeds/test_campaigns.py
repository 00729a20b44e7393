"""A campaign as others show it: in the reader's language, while everybody may read it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from cms.embeds.campaigns import campaign_card, listed_campaigns
from cms.models import CampaignPage
from portal.clock import now
from tests.cms.campaigns.making import make_campaign, make_draft_campaign, make_people, page_of, pledge_all
from tests.factories import make_vote
from tests.people import Cast


def test_it_says_what_is_demanded_of_whom_and_how_many_stand_behind_it(cast: Cast) -> None:
    campaign = make_campaign(cast)
    pledge_all(campaign, make_people(3))
    card = campaign_card(campaign.pk)
    assert card
    assert (card.title.text, card.facts[0], card.progress) == (
        *(page_of(campaign).title, ("Stand behind it", "3")),
        (3, campaign.goal),
    )


def test_all_its_addresses_answer(client: Client, cast: Cast) -> None:
    campaign = make_campaign(cast)
    page = page_of(campaign)
    for path in (
        reverse("embed_campaign", args=[campaign.pk]),
        reverse("picture_campaign", args=[campaign.pk, "svg"]),
        reverse("picture_campaign", args=[campaign.pk, "png"]),
        reverse("share_campaign", args=[campaign.pk]),
    ):
        answer = client.get(path)
        assert (path, answer.status_code, answer.cookies.output()) == (path, 200, "")
        assert (
            "frame-ancestors *" in client.get(reverse("embed_campaign", args=[campaign.pk]))["Content-Security-Policy"]
        )
    head = client.get(page.get_url()).content.decode()
    assert f'content="{settings.SITE_URL}{reverse("share_campaign", args=[campaign.pk])}?lang=ka"' in head
    assert "application/json+oembed" in head


def test_its_page_is_known_to_oembed_in_every_tree(client: Client, cast: Cast) -> None:
    campaign = make_campaign(cast)
    for page in CampaignPage.objects.filter(campaign=campaign).select_related("locale"):
        language = page.locale.language_code
        said = client.get(reverse("oembed"), {"url": settings.SITE_URL + page.get_url()}).json()
        assert f"/embed/campaigns/{campaign.pk}/?lang={language}" in said["html"]


@pytest.mark.parametrize("is_draft", [True, False])
def test_one_that_nobody_may_read_is_the_same_not_found(client: Client, cast: Cast, is_draft: bool) -> None:
    if is_draft:
        page = make_draft_campaign(cast)
        campaign = page.campaign
    else:
        campaign = make_campaign(cast)
        page = page_of(campaign)
        for one in CampaignPage.objects.filter(campaign=campaign):
            one.unpublish()
    unknown = client.get(reverse("embed_campaign", args=[987_654]))
    url = settings.SITE_URL + page.get_url()
    answers = [
        client.get(reverse("embed_campaign", args=[campaign.pk])),
        client.get(reverse("picture_campaign", args=[campaign.pk, "png"])),
        client.get(reverse("share_campaign", args=[campaign.pk])),
        client.get(reverse("oembed"), {"url": url}),
    ]
    assert [(one.status_code, one.content == unknown.content) for one in answers] == [(404, True)] * 4
    assert listed_campaigns() == []


def test_in_the_silence_it_stays_and_nobody_is_pointed_to_it(cast: Cast) -> None:
    campaign = make_campaign(cast)
    before = [one.pk for one in listed_campaigns()]
    cycle = make_vote(cast)
    Cycle.objects.filter(pk=cycle.pk).update(silence_days=3, voting_until_at=now() + timedelta(days=1))
    assert (before, listed_campaigns()) == ([campaign.pk], [])
    assert campaign_card(campaign.pk) is not None
