"""The trees every installation starts with."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale, Page, Site

from cms.models import HomePage, MunicipalityPage
from cms.planting import ensure_aliases, plant_municipality, plant_site
from tests.factories import LANGUAGES, make_municipality


def tree() -> list[tuple[object, ...]]:
    return list(Page.objects.order_by("path").values_list("path", "title", "slug", "locale__language_code", "live"))


@pytest.mark.django_db
def test_plant_site_makes_a_home_page_in_each_language() -> None:
    homes = HomePage.objects.order_by("path")

    assert [home.locale.language_code for home in homes] == list(LANGUAGES)
    assert [home.written_in for home in homes] == list(LANGUAGES)
    assert (len({home.title for home in homes}), len({home.translation_key for home in homes})) == (4, 1)
    assert [(home.live, home.alias_of_id, home.has_unpublished_changes) for home in homes] == [(True, None, False)] * 4
    assert Site.objects.get().root_page.specific == homes[0]


@pytest.mark.django_db
def test_plant_site_again_changes_nothing() -> None:
    before = tree()

    plant_site()

    assert tree() == before
    assert (Site.objects.count(), Locale.objects.count()) == (1, 4)


@pytest.mark.django_db
def test_plant_site_leaves_an_edited_home_page_alone() -> None:
    home = HomePage.objects.get(locale__language_code="az")
    home.title = "Bizim sayt"
    home.save_revision().publish()

    plant_site()

    assert HomePage.objects.get(locale__language_code="az").title == "Bizim sayt"


@pytest.mark.django_db
def test_the_tree_has_no_faults() -> None:
    plant_municipality(make_municipality())

    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


@pytest.mark.usefixtures("unguarded")
def test_the_site_is_planted_again_after_a_flush(client: Client) -> None:
    Page.objects.all().delete()

    call_command("flush", interactive=False, verbosity=0)

    assert [home.locale.language_code for home in HomePage.objects.order_by("path")] == list(LANGUAGES)
    assert [client.get(f"/{language}/").status_code for language in LANGUAGES] == [200] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("written_in", ["ka", "hy", "az"])
def test_plant_municipality_makes_an_alias_in_each_other_tree(written_in: str) -> None:
    municipality = make_municipality()

    page = plant_municipality(municipality, lead="…", written_in=written_in)

    pages = MunicipalityPage.objects.filter(municipality=municipality)
    assert {one.locale.language_code for one in pages} == set(LANGUAGES)
    assert (page.alias_of_id, page.locale.language_code) == (None, written_in)
    assert {one.alias_of_id for one in pages if one != page} == {page.pk}
    assert [(one.live, one.slug, one.written_in) for one in pages] == [(True, "marneuli", written_in)] * 4
    assert [one.get_parent().specific.locale for one in pages] == [one.locale for one in pages]


@pytest.mark.django_db
def test_plant_municipality_again_gives_the_same_page() -> None:
    municipality = make_municipality()
    first = plant_municipality(municipality, lead="One")

    second = plant_municipality(municipality, lead="Two", written_in="az")

    assert (second, second.lead, MunicipalityPage.objects.count()) == (first, "One", 4)


@pytest.mark.django_db
def test_ensure_aliases_again_adds_nothing() -> None:
    page = plant_municipality(make_municipality())

    ensure_aliases(page)

    assert MunicipalityPage.objects.count() == 4
