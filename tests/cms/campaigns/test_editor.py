"""A campaign written in the editor: its facts are stored with the page, shared by its languages, and never by a copy."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.responses.actions import city_hall
from budgeting.responses.models import DutyBearer, Level, Office
from cms.campaigns.models import Campaign
from cms.models import CampaignPage, NewsPage, OrganisationPage
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import in_languages
from tests.cms.campaigns.making import make_campaign, make_draft_campaign, make_organisation
from tests.factories import LANGUAGES, in_all, make_cycle, make_draft, make_published, make_vote
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor@example.ge", language="en"))
    return client


@pytest.fixture
def below(db: None) -> OrganisationPage:
    return make_organisation()


def form(cast: Cast, **facts: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "წყალი სადახლოს",
            "slug": "tsqali",
            "lead": "ტექსტი",
            "body": streamfield([("text", rich_text("<p>მტკიცებულება</p>"))]),
            "written_in": "",
            "on_behalf_of": "სადახლოს მცხოვრებნი",
            "municipality": str(cast.municipality.pk),
            "office": str(city_hall(cast.municipality).pk),
            "goal": "50",
            **facts,
        }
    )


def add(below: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["cms", "campaignpage", below.pk])


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def create(editor: Client, below: Page, data: dict[str, Any]) -> CampaignPage:
    answer = editor.post(add(below), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return CampaignPage.objects.get(alias_of__isnull=True)


def test_the_first_save_makes_the_campaign_and_every_language_shares_it(
    editor: Client, below: OrganisationPage, cast: Cast
) -> None:
    page = create(editor, below, form(cast))

    campaign = Campaign.objects.get()
    assert (campaign.organisation, campaign.municipality, campaign.goal, campaign.on_behalf_of) == (
        below.organisation,
        cast.municipality,
        50,
        "სადახლოს მცხოვრებნი",
    )
    pages = CampaignPage.objects.all()
    assert {one.locale.language_code for one in pages} == set(LANGUAGES)
    assert {one.campaign_id for one in pages} == {campaign.pk}
    assert (page.live, campaign.opened_at) == (False, None)


def test_publishing_opens_it_in_every_language(editor: Client, below: OrganisationPage, cast: Cast) -> None:
    create(editor, below, form(cast) | {"action-publish": "1"})

    assert Campaign.objects.get().is_open is True
    path = f"/{below.slug}/tsqali/"
    assert [Client().get(f"/{code}{path}").status_code for code in LANGUAGES] == [200] * 4


def test_a_draft_can_be_changed_and_then_published_in_one_go(
    editor: Client, below: OrganisationPage, cast: Cast
) -> None:
    page = create(editor, below, form(cast))

    answer = editor.post(edit(page), form(cast, goal="75", written_in="ka") | {"action-publish": "1"})

    assert answer.status_code == 302, answer.context["form"].errors
    assert (Campaign.objects.get().goal, Campaign.objects.get().is_open) == (75, True)


def test_once_open_nothing_typed_changes_whom_it_asks(
    editor: Client, below: OrganisationPage, cast: Cast, elsewhere: Cast
) -> None:
    page = create(editor, below, form(cast) | {"action-publish": "1"})
    foreign = {"municipality": str(elsewhere.municipality.pk), "office": str(city_hall(elsewhere.municipality).pk)}
    new = {"goal": "1", "is_petition": "on", "on_behalf_of": "ახალი", "written_in": "ka", **foreign}

    answer = editor.post(edit(page), form(cast, **new) | {"action-publish": "1"})

    assert answer.status_code == 302, answer.context["form"].errors
    campaign = Campaign.objects.get()
    assert (campaign.goal, campaign.is_petition, campaign.municipality, campaign.office, campaign.on_behalf_of) == (
        50,
        False,
        cast.municipality,
        city_hall(cast.municipality),
        "ახალი",
    )


def test_a_preview_stores_nothing(editor: Client, below: OrganisationPage, cast: Cast) -> None:
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "campaignpage", below.pk])

    assert editor.post(address, form(cast)).json()["is_valid"] is True
    answer = editor.get(address)

    assert (answer.status_code, "წყალი სადახლოს" in answer.content.decode()) == (200, True)
    assert (Campaign.objects.count(), CampaignPage.objects.count()) == (0, 0)


def test_a_preview_of_a_change_stores_nothing(editor: Client, below: OrganisationPage, cast: Cast) -> None:
    page = create(editor, below, form(cast))
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    assert editor.post(address, form(cast, goal="99", written_in="ka")).json()["is_valid"] is True
    assert editor.get(address).status_code == 200
    assert Campaign.objects.get().goal == 50


@pytest.mark.parametrize(("goal", "refused"), [("9", True), ("10", False)])
def test_a_goal_that_one_burst_could_reach_is_refused(
    editor: Client, cast: Cast, below: OrganisationPage, goal: str, refused: bool
) -> None:
    answer = editor.post(add(below), form(cast, goal=goal))

    assert ("Ask for 10 people at least." in answer.content.decode()) == refused


@pytest.mark.parametrize("field", ["municipality", "office", "goal"])
def test_what_is_missing_is_said_at_its_question(
    editor: Client, below: OrganisationPage, cast: Cast, field: str
) -> None:
    answer = editor.post(add(below), form(cast) | {field: ""})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert Campaign.objects.count() == 0


def test_a_petitions_number_is_computed_and_cannot_be_typed(
    editor: Client, below: OrganisationPage, cast: Cast
) -> None:
    cast.municipality.registered_voters = 98_259
    cast.municipality.save()

    page = create(editor, below, form(cast, is_petition="on", goal="3"))

    assert Campaign.objects.get().goal == 983
    assert "98259 registered voters, rounded up: 983." in editor.get(edit(page)).content.decode()


def test_a_petition_where_voters_are_not_counted_is_refused(
    editor: Client, below: OrganisationPage, cast: Cast
) -> None:
    answer = editor.post(add(below), form(cast, is_petition="on"))

    assert list(answer.context["form"].errors) == ["is_petition"]


def test_an_office_of_another_municipality_is_refused_and_one_of_the_state_is_not(
    editor: Client, below: OrganisationPage, cast: Cast, elsewhere: Cast
) -> None:
    answer = editor.post(add(below), form(cast, office=str(city_hall(elsewhere.municipality).pk)))
    assert list(answer.context["form"].errors) == ["office"]
    ministry = Office.objects.create(level=Level.NATIONAL, **in_languages("name", in_all("Ministry")))
    person = DutyBearer.objects.create(
        office=ministry, **in_languages("name", in_all("N. N.")), **in_languages("position", in_all("Minister"))
    )
    answer = editor.post(add(below), form(cast, duty_bearer=str(person.pk)))
    assert list(answer.context["form"].errors) == ["duty_bearer"]

    create(editor, below, form(cast, office=str(ministry.pk), duty_bearer=str(person.pk)))

    assert (Campaign.objects.get().office, Campaign.objects.get().duty_bearer) == (ministry, person)


def test_only_public_proposals_and_cycles_can_be_attached(editor: Client, below: OrganisationPage, cast: Cast) -> None:
    cycle, preparing = make_cycle(cast), make_cycle(cast, Stage.PREPARING)
    public, draft = make_published(cast, cycle), make_draft(cast, cycle)

    answer = editor.post(add(below), form(cast) | {"proposals": [public.pk, draft.pk], "cycles": [preparing.pk]})
    assert sorted(answer.context["form"].errors) == ["cycles", "proposals"]
    create(editor, below, form(cast) | {"proposals": [public.pk], "cycles": [cycle.pk]})

    campaign = Campaign.objects.get()
    assert (list(campaign.proposals.all()), list(campaign.cycles.all())) == ([public], [cycle])


def test_a_copied_page_gets_a_campaign_of_its_own(editor: Client, cast: Cast, below: OrganisationPage) -> None:
    campaign = make_campaign(cast, below)
    page = CampaignPage.objects.get(alias_of__isnull=True)

    answer = editor.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(below.pk), "publish_copies": "1"},
    )

    assert answer.status_code == 302
    copied = CampaignPage.objects.get(slug="copy", locale=page.locale)
    assert copied.campaign_id != campaign.pk
    assert (copied.campaign.goal, copied.campaign.office, copied.campaign.pledges.count()) == (3, campaign.office, 0)
    assert copied.get_latest_revision_as_object().campaign_id == copied.campaign_id
    copied.get_latest_revision().publish()
    copied.refresh_from_db()
    assert copied.campaign_id != campaign.pk
    assert editor.post(edit(copied), form(cast, goal="19", written_in="ka")).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).goal == 3


def test_an_old_revision_does_not_bring_in_another_campaign(editor: Client, cast: Cast) -> None:
    page = make_draft_campaign(cast)
    other = make_campaign(cast)
    revision = page.latest_revision
    revision.content = {**revision.content, "campaign": other.pk}
    revision.save()

    revision.publish()

    page.refresh_from_db()
    assert page.campaign_id != other.pk


def test_in_the_silence_the_editor_says_until_when_and_keeps_what_was_typed(
    editor: Client, below: OrganisationPage, cast: Cast
) -> None:
    vote = make_vote(cast)
    Cycle.objects.filter(pk=vote.pk).update(silence_days=3, voting_until_at=now() + timedelta(days=1))

    answer = editor.post(add(below), form(cast) | {"action-publish": "1"})

    assert answer.status_code == 200
    assert "In the last days of a vote nobody campaigns." in str(answer.context["form"].errors)
    assert "წყალი სადახლოს" in answer.content.decode()
    assert Campaign.objects.count() == 0
    assert editor.post(add(below), form(cast)).status_code == 302
    page = CampaignPage.objects.get(alias_of__isnull=True)
    answer = editor.post(edit(page), form(cast, written_in="ka") | {"action-publish": "1"})
    assert (answer.status_code, CampaignPage.objects.live().count()) == (200, 0)


def test_in_the_silence_news_of_a_campaign_waits_and_other_news_does_not(
    editor: Client, below: OrganisationPage, cast: Cast
) -> None:
    make_campaign(cast, below)
    vote = make_vote(cast)
    Cycle.objects.filter(pk=vote.pk).update(silence_days=3, voting_until_at=now() + timedelta(days=1))
    news = nested_form_data(
        {"title": "ამბავი", "slug": "ambavi", "published_on": "2026-01-01", "lead": "", "body": streamfield([])}
    ) | {"written_in": "", "action-publish": "1"}

    for parent, status in ((CampaignPage.objects.get(alias_of__isnull=True), 200), (below, 302)):
        address = reverse("wagtailadmin_pages:add", args=["cms", "newspage", parent.pk])
        assert editor.post(address, news).status_code == status
    assert NewsPage.objects.filter(alias_of__isnull=True).count() == 1


def test_a_picture_says_what_it_shows(editor: Client, below: OrganisationPage, cast: Cast) -> None:
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")  # its migration is left out where tables are made without migrations
    image = get_image_model().objects.create(title="Well", file=get_test_image_file())

    answer = editor.post(add(below), form(cast, picture=str(image.pk)))
    assert list(answer.context["form"].errors) == ["picture_alt"]
    create(editor, below, form(cast, picture=str(image.pk), picture_alt="ჭა") | {"action-publish": "1"})

    assert 'alt="ჭა"' in Client().get(f"/ka/{below.slug}/tsqali/").content.decode()
