"""What the demo shows: pages of a municipality in their languages, and campaigns at each point of their way."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from budgeting.cycles.themes import load_themes
from budgeting.responses.models import DutyBearer, Level
from cms.campaigns.models import Campaign
from cms.campaigns.states import in_state
from cms.models import (
    CampaignPage,
    CouncilPage,
    EventPage,
    LibraryPage,
    MunicipalityPage,
    NewsPage,
    OrganisationPage,
    PageTranslation,
    PlainPage,
    PressPage,
)
from cms.planting import plant_municipality
from portal.accounts.models import Organisation, Role, RoleKind
from portal.demo.answers import open_offices
from portal.demo.bearers import bring_bearers_into_office, open_offices_above
from portal.demo.campaigns import launch_campaigns, make_backers
from portal.demo.pages import publish_pages
from portal.demo.people import make_people
from portal.demo.plans import PLANS
from portal.demo.texts import CAMPAIGNS, words_of
from portal.places.actions import load_places
from portal.places.models import Municipality

LANGUAGES = ("ka", "hy", "az", "en")
NOTICE_DAYS = 7
SHOWN = ("marneuli", "akhaltsikhe")  # the others are built by the same code; together they take a while


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """All campaigns, and the pages of two municipalities; taken back after this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_places()
        load_themes()
        people = make_people(list(Municipality.objects.filter(slug__in=[plan.slug for plan in PLANS])))
        above, backers = open_offices_above(people), make_backers()
        for plan in PLANS:
            municipality = Municipality.objects.get(slug=plan.slug)
            plant_municipality(municipality, lead=plan.lead, written_in=plan.languages[0])
            open_offices(municipality, [], people)
            if plan.slug in SHOWN:
                publish_pages(plan, people)
            launch_campaigns(
                municipality, {**above, **bring_bearers_into_office(municipality, people)}, people, backers
            )
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def use(built: None, db: None) -> None:
    """Each test reads what was built once."""


def campaign_of(name: str) -> Campaign:
    words = words_of(f"campaigns/{name}")["campaign"]
    return CampaignPage.objects.get(title=words["title"][words["written_in"]], alias_of=None).campaign


@pytest.mark.parametrize("slug", SHOWN)
def test_municipality_shows_its_pages_in_every_tree(slug: str):
    plan = next(plan for plan in PLANS if plan.slug == slug)
    words = words_of(f"municipalities/{slug}")
    for page in MunicipalityPage.objects.filter(municipality__slug=slug).select_related("locale"):
        below = page.get_children().live()
        counts = {
            model: below.type(model).count() for model in (NewsPage, EventPage, CouncilPage, LibraryPage, PressPage)
        }
        assert list(counts.values()) == [len(words["news"]), len(words["events"]), 2, 1, 1]
        language = page.locale.language_code
        assert page.specific.written_in == language
        assert page.specific.lead == (plan.lead if language == plan.languages[0] else words["lead"][language])


def pages_of_the_demo() -> PageQuerySet:
    """Below municipalities and organisations; the site's own pages of help are planted without the demo."""
    return Page.objects.filter(depth__gt=3).not_type(PlainPage).select_related("locale")


def test_every_page_says_truly_in_which_language_it_is():
    for page in pages_of_the_demo().specific():
        if page.alias_of_id:
            assert page.written_in == page.alias_of.specific.written_in
        else:
            assert page.written_in == page.locale.language_code
    originals = pages_of_the_demo().filter(alias_of=None)
    english, georgian = (originals.filter(locale__language_code=code).count() for code in ("en", "ka"))
    assert english < georgian


def test_nothing_is_written_in_english_alone():
    originals = pages_of_the_demo().filter(alias_of=None, translated=None)
    assert {page.locale.language_code for page in originals} == {"ka", "hy", "az"}


def test_translations_are_checked_unchecked_and_outdated():
    translations = PageTranslation.objects.select_related("page", "original")
    checked = [one for one in translations if one.checked_by]
    outdated = [one for one in translations if one.original_published_at < one.original.last_published_at]
    assert checked
    assert outdated
    assert len(checked) + len(outdated) < len(translations)


def test_sessions_are_announced_in_time_and_late():
    notices = {
        (event.starts_at - event.first_published_at).total_seconds() / 86400 >= NOTICE_DAYS
        for event in EventPage.objects.filter(kind__in=["council", "commission", "assembly"])
    }
    assert notices == {True, False}


def test_those_who_came_are_counted_afterwards():
    past = EventPage.objects.filter(women_present__isnull=False)
    assert past.exists()
    assert not past.filter(men_present__isnull=True).exists()


def test_councils_have_women_and_men_and_advisors_at_least_a_third_of_each():
    for council in CouncilPage.objects.all():
        genders = list(council.members.values_list("gender", flat=True))
        if council.kind == "advisors":
            assert len(genders) >= 10
            assert min(genders.count("woman"), genders.count("man")) * 3 >= len(genders)
        assert set(genders) == {"woman", "man"}


def test_every_picture_is_described_in_its_pages_language():
    assert not get_image_model().objects.filter(description="").exists()
    for page in CampaignPage.objects.select_related("picture"):
        assert page.picture.description
    by_language = {page.written_in: page.picture.description for page in CampaignPage.objects.select_related("picture")}
    assert len(set(by_language.values())) == len(by_language)


def test_every_organisation_is_verified_and_has_an_owner_and_an_author():
    organisations = Organisation.objects.all()
    assert len(organisations) == len(CAMPAIGNS) >= 8
    for organisation in organisations:
        assert organisation.verified_at
        kinds = set(Role.objects.filter(organisation=organisation).values_list("kind", flat=True))
        assert kinds == {RoleKind.CSO_OWNER, RoleKind.CSO_AUTHOR}
        assert OrganisationPage.objects.filter(organisation=organisation).count() == len(LANGUAGES)


def test_campaigns_stand_at_each_point_of_their_way():
    for name in CAMPAIGNS:
        words, campaign = words_of(f"campaigns/{name}"), campaign_of(name)
        assert campaign.pledges.count() == words["backers"]
        assert campaign.opened_at
        assert bool(campaign.reached_at) == ("reached" in words)
        assert bool(campaign.closed_at) == ("closed" in words)
        assert bool(campaign.ask and campaign.ask.responses.exists()) == ("answer" in words)
    waiting, late, silent = campaign_of("qonsu").ask, campaign_of("chiraq").ask, campaign_of("bardzunk").ask
    assert (waiting.is_overdue, waiting.responses.count()) == (False, 0)
    assert [response.is_on_time for response in late.responses.all()] == [False]
    assert (silent.is_overdue, silent.responses.count()) == (True, 0)
    assert [response.is_on_time for response in campaign_of("lusamut").ask.responses.all()] == [True]


def test_a_petition_asks_for_one_of_a_hundred_voters():
    petition = campaign_of("biliki")
    assert petition.is_petition
    assert petition.goal == -(-petition.municipality.registered_voters // 100)


def test_an_answer_is_in_georgian_and_in_the_campaigns_language():
    for campaign in Campaign.objects.filter(ask__responses__isnull=False).distinct():
        for response in campaign.ask.responses.all():
            assert response.reason_ka
            assert getattr(response, f"reason_{campaign.ask.written_in}")


def test_both_sides_say_what_came_of_the_closed_campaign():
    closed = campaign_of("khidi")
    assert sorted(closed.declarations.values_list("side", flat=True)) == ["office", "organisation"]


def test_duty_bearers_of_all_levels_are_named_in_the_public_languages():
    assert set(DutyBearer.objects.values_list("office__level", flat=True)) == set(Level.values)
    for bearer in DutyBearer.objects.all():
        assert all(getattr(bearer, f"{field}_{code}") for field in ("name", "position") for code in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_open_for_everybody(client: Client, language: str):
    for model in (
        MunicipalityPage,
        NewsPage,
        EventPage,
        CouncilPage,
        LibraryPage,
        PressPage,
        OrganisationPage,
        CampaignPage,
    ):
        page = model.objects.filter(locale__language_code=language).first()
        assert client.get(page.get_url()).status_code == 200, model


def test_two_people_counted_what_was_signed_on_paper_and_it_was_handed_over():
    snow, ramps = campaign_of("bardzunk"), campaign_of("biliki")
    for campaign, signatures in ((snow, 34), (ramps, 78)):
        batch = campaign.paper_batches.get()
        assert (batch.total, batch.readings.count(), batch.scan.read(5)) == (signatures, 2, b"%PDF-")
    handed = snow.hand_over
    assert handed.handed_on > snow.reached_at.date()
    assert (bool(handed.photo), bool(handed.photo_alt), handed.language) == (True, True, "hy")


def test_documents_are_pdfs():
    documents = get_document_model().objects.all()
    assert len(documents) == 3 * len(SHOWN)
    assert {document.file.read(5) for document in documents} == {b"%PDF-"}


def test_what_has_come_to_its_end_is_in_the_archive():
    assert [campaign.pk for campaign in Campaign.objects.filter(in_state("archived"))] == [campaign_of("khidi").pk]
