"""The pages, as readers get them."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.models import HomePage, MunicipalityPage
from cms.planting import plant_municipality
from tests.factories import LANGUAGES, make_cycle, make_municipality
from tests.people import Cast, make_cast

pytestmark = pytest.mark.django_db
ORIGINAL = "You are reading the original."


def test_home_answers_in_four_languages(client: Client) -> None:
    for language in LANGUAGES:
        answer = client.get(f"/{language}/")
        page = answer.content.decode()

        assert (answer.status_code, f'<html lang="{language}">' in page) == (200, True)
        assert HomePage.objects.get(locale__language_code=language).title in page


def test_the_first_address_offers_the_languages_in_their_own_scripts(client: Client) -> None:
    answer = client.get("/")

    assert (answer.status_code, answer.has_header("Location")) == (200, False)
    assert re.findall(r'href="/(\w\w)/" lang="\1"', answer.content.decode()) == list(LANGUAGES)


def test_home_names_the_active_municipalities(client: Client, cast: Cast) -> None:
    resting = make_municipality("gardabani")
    resting.is_active = False
    resting.save()

    answer = client.get("/en/")

    assert [place.slug for place in answer.context["active"]] == ["marneuli"]
    assert 'href="marneuli/"' in answer.content.decode()
    assert 'href="gardabani/"' not in answer.content.decode()


def test_home_costs_the_same_for_one_and_for_three_municipalities(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_cycle(cast)
    client.get("/en/")  # Wagtail remembers the site's roots
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/en/")
    for slug in ("bolnisi", "dmanisi"):
        make_cycle(make_cast(slug))

    with django_assert_num_queries(len(one)):
        client.get("/en/")


def test_a_municipality_answers_in_every_language(client: Client, cast: Cast) -> None:
    plant_municipality(cast.municipality, lead="ტექსტი")
    cycle = make_cycle(cast)

    for language in LANGUAGES:
        answer = client.get(f"/{language}/marneuli/")

        assert (answer.status_code, answer.context["cycle"]) == (200, cycle)
        assert getattr(cast.municipality, f"name_{language}") in answer.content.decode()


def test_a_cycle_that_is_not_public_is_not_shown(client: Client, cast: Cast) -> None:
    from budgeting.cycles.stages import Stage

    plant_municipality(cast.municipality)
    make_cycle(cast, Stage.PREPARING)

    assert client.get("/en/marneuli/").context["cycle"] is None


def test_the_older_cycles_follow_the_newest(client: Client, cast: Cast) -> None:
    from budgeting.cycles.stages import Stage

    plant_municipality(cast.municipality)
    older, newer = make_cycle(cast, Stage.CLOSED), make_cycle(cast)

    context = client.get("/en/marneuli/").context

    assert (context["cycle"], context["earlier"]) == (newer, [older])


@pytest.mark.parametrize("language", ["en", "az", "hy"])
def test_a_georgian_text_read_in_another_language_says_so(client: Client, cast: Cast, language: str) -> None:
    plant_municipality(cast.municipality, lead="ქართული ტექსტი")

    page = client.get(f"/{language}/marneuli/").content.decode()

    assert '<p class="lead" lang="ka">ქართული ტექსტი</p>' in page
    assert 'class="text-note"' in page
    assert (ORIGINAL in page) == (language == "en")


def test_a_text_in_the_readers_language_carries_no_note(client: Client, cast: Cast) -> None:
    plant_municipality(cast.municipality, lead="ქართული ტექსტი")

    assert 'class="text-note"' not in client.get("/ka/marneuli/").content.decode()


def test_a_page_without_a_text_carries_no_note(client: Client, cast: Cast) -> None:
    plant_municipality(cast.municipality)

    assert ORIGINAL not in client.get("/en/marneuli/").content.decode()


def test_the_language_links_lead_to_the_same_page(client: Client, cast: Cast) -> None:
    plant_municipality(cast.municipality, written_in="az")

    page = client.get("/en/marneuli/").content.decode()

    links = re.findall(r'<a href="([^"]+)" lang="(\w\w)" hreflang', page)
    assert links == [(f"/{language}/marneuli/", language) for language in LANGUAGES]


def test_a_page_that_is_not_published_is_not_found(client: Client, cast: Cast) -> None:
    plant_municipality(cast.municipality).unpublish()

    assert [client.get(f"/{language}/marneuli/").status_code for language in LANGUAGES] == [404] * 4


def test_a_name_with_markup_is_shown_as_text(client: Client, cast: Cast) -> None:
    plant_municipality(cast.municipality, lead="<script>alert(1)</script>")

    assert "<script>alert(1)" not in client.get("/en/marneuli/").content.decode()


def test_a_municipality_with_a_page_cannot_be_deleted_by_accident(cast: Cast) -> None:
    from django.db.models import ProtectedError

    place = make_municipality("gardabani")
    plant_municipality(place)

    with pytest.raises(ProtectedError):
        place.delete()
    assert MunicipalityPage.objects.filter(municipality=place).count() == 4
