"""Pages are found by their whole address, and nothing is found that Wagtail would not find."""

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from cms.models import MunicipalityPage
from cms.serving import find_route
from tests.cms.making import make_event, make_page, municipality_page, path_in
from tests.factories import LANGUAGES
from tests.people import Cast

pytestmark = pytest.mark.django_db


def found_by_wagtail(path: str) -> int | None:
    request = RequestFactory().get("/")
    page = Page.find_for_request(request, path)
    return page and page.pk


def found(path: str) -> int | None:
    route = find_route(RequestFactory().get("/"), path)
    return route and route.page.pk


def test_the_same_page_is_found_in_every_language(cast: Cast) -> None:
    event = make_event(municipality_page(cast))

    for language in LANGUAGES:
        for path in (
            "",
            "marneuli/",
            "all-news/",
            "marneuli/all-events/ics/",
            path_in(event, language).removeprefix(f"/{language}/"),
        ):
            with override(language):
                assert (found(path), found(path) is None) == (found_by_wagtail(path), False)


@pytest.mark.parametrize(
    "path",
    [
        "no/",
        "marneuli/no/",
        "marneuli/marneuli/",
        "home/",
        "home/marneuli/",
        "marneuli/all-news/x/",
        "all-news/marneuli/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, cast: Cast, path: str) -> None:
    municipality_page(cast)

    assert (found(path), client.get(f"/ka/{path}").status_code) == (None, 404)


def test_a_draft_is_not_found(client: Client, cast: Cast) -> None:
    event = make_event(municipality_page(cast))
    path = path_in(event, "ka")
    event.unpublish()

    assert (found(path.removeprefix("/ka/")), client.get(path).status_code) == (None, 404)


def test_a_page_of_another_languages_tree_is_not_found(cast: Cast) -> None:
    municipality_page(cast)
    page = make_page(MunicipalityPage, "hy", title="x", slug="x", municipality=cast.municipality)
    page.get_translations().delete()

    with override("ka"):
        assert (found("x/"), found_by_wagtail("x/")) == (None, None)


def test_with_two_sites_the_host_decides(client: Client, cast: Cast) -> None:
    path = path_in(make_event(municipality_page(cast)), "ka")
    Site.objects.create(hostname="marneuli.example", root_page=municipality_page(cast))

    assert found("marneuli/") is None
    assert client.get(path).status_code == 200


def test_a_deep_page_costs_as_many_queries_as_a_high_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_event(municipality_page(cast))
    with override("ka"):
        found("")
        for path in ("marneuli/", "marneuli/all-events/ics/", path_in(event, "ka").removeprefix("/ka/")):
            with django_assert_num_queries(2):
                found(path)
