"""News to those behind a campaign, and the silence before the end of a vote."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from budgeting.cycles.models import Cycle
from cms.campaigns.actions import pledge
from cms.campaigns.models import Campaign, ToldUpdate
from cms.campaigns.silence import silence_until
from cms.models import CampaignPage, NewsPage
from portal.accounts.models import User
from portal.clock import now
from portal.messages.models import Notice
from tests.cms.campaigns.making import make_campaign, make_draft_campaign, make_draft_update, make_people, make_update
from tests.cms.making import municipality_page
from tests.factories import make_vote
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast, goal=100)


@pytest.fixture
def readers(campaign: Campaign) -> list[User]:
    """Three who want news, in three languages, and one who does not."""
    people = make_people(4)
    for person, language in zip(people, ("ka", "hy", "az", "en"), strict=True):
        person.language = language
        person.save()
        pledge(campaign, by=person, wants_news=language != "en")
    return people[:3]


def told(readers: list[User]) -> int:
    return Notice.objects.filter(user__in=readers).count()


def silent_cycle(cast: Cast, days: int = 3) -> Cycle:
    """A vote that ends tomorrow, with so many days of silence."""
    cycle = make_vote(cast)
    Cycle.objects.filter(pk=cycle.pk).update(silence_days=days, voting_until_at=now() + timedelta(days=1))
    return cycle


def test_news_is_told_once_to_each_in_their_own_language(campaign: Campaign, readers: list[User]) -> None:
    news = make_update(campaign)

    told = Notice.objects.order_by("user")
    slug = CampaignPage.objects.get(locale__language_code="ka").url_path.removeprefix("/home/").strip("/")
    assert [(notice.user, notice.path) for notice in told] == [
        (user, f"/{user.language}/{slug}/#news") for user in readers
    ]
    assert {(notice.detail, notice.detail_language) for notice in told} == {(news.title, "ka")}
    assert len({notice.language for notice in told}) == 3


def test_an_edit_another_publication_and_a_translation_tell_nobody_again(
    campaign: Campaign, readers: list[User]
) -> None:
    news = make_update(campaign)

    news.title = "შესწორებული"
    news.save_revision().publish()
    news.unpublish()
    news.save_revision().publish()
    twin = NewsPage.objects.get(locale__language_code="az")
    twin.alias_of, twin.title, twin.written_in = None, "Xəbər", "az"
    twin.save_revision().publish()

    assert (Notice.objects.count(), ToldUpdate.objects.count()) == (3, 1)


def test_a_draft_and_news_of_others_are_not_told(campaign: Campaign, readers: list[User], cast: Cast) -> None:
    make_draft_update(campaign)
    make_update(make_campaign(cast))

    assert Notice.objects.count() == 0


def test_news_of_a_campaign_that_was_taken_down_is_not_told(campaign: Campaign, readers: list[User]) -> None:
    news = make_draft_update(campaign)
    CampaignPage.objects.update(live=False)

    news.latest_revision.publish()

    assert Notice.objects.count() == 0


# ---- the silence


@pytest.mark.parametrize(("days", "silent"), [(0, False), (1, True), (3, True)])
def test_the_silence_is_the_last_days_of_a_vote(campaign: Campaign, cast: Cast, days: int, silent: bool) -> None:
    cycle = silent_cycle(cast, days)
    Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=now() + timedelta(hours=23))

    assert (silence_until(campaign) is not None) == silent


def test_the_silence_ends_with_the_vote_and_does_not_begin_early(campaign: Campaign, cast: Cast) -> None:
    cycle = silent_cycle(cast)
    for until in (now() - timedelta(minutes=1), now() + timedelta(days=3, minutes=1)):
        Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=until)
        assert silence_until(campaign) is None


def test_another_municipalitys_vote_silences_only_what_is_about_it(
    campaign: Campaign, cast: Cast, elsewhere: Cast
) -> None:
    cycle = silent_cycle(elsewhere)
    assert silence_until(campaign) is None

    campaign.cycles.add(cycle)

    assert silence_until(campaign) == Cycle.objects.get(pk=cycle.pk).voting_until_at


def test_in_the_silence_nothing_new_is_published_or_told_and_it_comes_by_itself_afterwards(
    campaign: Campaign, readers: list[User], cast: Cast
) -> None:
    cycle = silent_cycle(cast)
    draft = make_draft_campaign(cast)
    news = make_draft_update(campaign)

    draft.latest_revision.publish()
    news.latest_revision.publish()

    for page in (draft, news):
        page.refresh_from_db()
    draft.campaign.refresh_from_db()
    assert (draft.live, news.live, draft.campaign.opened_at, told(readers)) == (False, False, None, 0)

    from wagtail.models import Revision

    past = now() - timedelta(minutes=1)
    Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=past)
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=past)
    call_command("publish_scheduled")
    for page in (draft, news):
        page.refresh_from_db()
    draft.campaign.refresh_from_db()
    assert (draft.live, news.live, draft.campaign.is_open, told(readers)) == (True, True, True, 3)


def test_in_the_silence_people_may_go_on_and_what_is_published_stays(campaign: Campaign, cast: Cast) -> None:
    silent_cycle(cast)

    pledge(campaign, by=cast.resident)

    assert CampaignPage.objects.live().count() == 4


def test_in_the_silence_home_and_the_municipality_do_not_show_it_but_its_own_page_and_the_list_do(
    campaign: Campaign, cast: Cast, client: Client
) -> None:
    page = CampaignPage.objects.get(locale__language_code="ka")
    place = municipality_page(cast).get_url()
    link = f'href="{page.get_url()}"'

    def shown() -> list[bool]:
        pages = ("/ka/", place, page.get_parent().get_url(), "/ka/campaigns/")
        return [link in client.get(path).content.decode() for path in pages]

    assert shown() == [True, True, True, True]
    silent_cycle(cast)

    assert shown() == [False, False, True, True]


def test_a_vote_elsewhere_that_it_names_keeps_it_off_home_and_its_own_municipality(
    campaign: Campaign, cast: Cast, elsewhere: Cast, client: Client
) -> None:
    campaign.cycles.add(silent_cycle(elsewhere))
    link = CampaignPage.objects.get(locale__language_code="ka").get_url()
    place = municipality_page(cast).get_url()

    assert [link in client.get(path).content.decode() for path in ("/ka/", place)] == [False, False]
