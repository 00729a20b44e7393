"""Whole pages kept for anonymous readers."""

from gzip import decompress
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import PageViewRestriction

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from cms.planting import plant_municipality
from portal.cache import MARK, AnonymousPagesMiddleware, forget_pages, seconds_to_keep
from tests.cms.making import make_news
from tests.cms.screens import rewrite
from tests.factories import LANGUAGES, make_cycle, make_municipality, make_published, make_vote
from tests.people import Cast


@pytest.fixture
def kept(settings: Settings) -> None:
    """Pages are kept for longer than a test takes."""
    settings.PAGE_CACHE_SECONDS = 60


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast, Stage.PROPOSING)


def is_kept(path: str) -> bool:
    """Whether an anonymous reader gets it without a query."""
    with CaptureQueriesContext(connection) as queries:
        Client().get(path)
    return not queries


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/en/", "/en/cycles/", "/en/cycles/{pk}/", "/en/cycles/{pk}/proposals/?order=newest"])
def test_an_anonymous_second_request_costs_no_query(
    client: Client, cycle: Cycle, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = path.format(pk=cycle.pk)
    first = client.get(address)

    with django_assert_num_queries(0):
        second = Client().get(address)

    assert (first.status_code, second.content) == (200, first.content)


@pytest.mark.usefixtures("kept")
def test_a_kept_page_is_compressed_once_and_only_for_who_asks(client: Client, cycle: Cycle) -> None:
    zipped, plain, again = (
        client.get("/en/cycles/", headers={"accept-encoding": coding}) for coding in ("gzip", "identity", "gzip")
    )

    assert [one.headers.get("Content-Encoding") for one in (zipped, plain, again)] == ["gzip", None, "gzip"]
    assert decompress(zipped.content) == plain.content
    assert again.content == zipped.content  # each compression would bring padding of its own


@pytest.mark.usefixtures("kept")
def test_a_person_signed_in_does_not_get_the_anonymous_page(client: Client, cast: Cast, cycle: Cycle) -> None:
    client.get("/en/cycles/")
    client.force_login(cast.resident)

    page = client.get("/en/cycles/").content.decode()

    assert ("My page" in page, "Sign in" in page) == (True, False)


@pytest.mark.usefixtures("kept")
def test_a_page_of_a_person_signed_in_is_not_kept(client: Client, cast: Cast, cycle: Cycle) -> None:
    client.force_login(cast.resident)
    client.get("/en/cycles/")

    page = Client().get("/en/cycles/").content.decode()

    assert ("My page" in page, "Sign in" in page) == (False, True)


@pytest.mark.usefixtures("kept")
def test_a_made_up_session_is_neither_served_from_nor_stored(client: Client, cycle: Cycle) -> None:
    client.cookies["sessionid"] = "made-up"

    pages = [client.get("/en/cycles/") for _time in range(2)]

    assert [page.has_header("Expires") for page in pages] == [False, False]
    assert not is_kept("/en/cycles/")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/en/", "/en/cycles/"])
def test_a_browser_does_not_keep_the_anonymous_page_for_somebody_signed_in(
    client: Client, cycle: Cycle, path: str
) -> None:
    answer = client.get(path)

    assert "Cookie" in answer["Vary"].split(", ")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/{language}/", "/{language}/cycles/"])
def test_languages_do_not_mix(client: Client, cycle: Cycle, path: str) -> None:
    for _time in range(2):
        for language in LANGUAGES:
            page = client.get(path.format(language=language))
            assert (page["Content-Language"], f'<html lang="{language}">' in page.content.decode()) == (language, True)


@pytest.mark.usefixtures("kept")
def test_the_languages_a_browser_prefers_do_not_change_a_page(client: Client, cycle: Cycle) -> None:
    client.get("/ka/cycles/", headers={"accept-language": "ka"})

    page = client.get("/ka/cycles/", headers={"accept-language": "az"})

    assert page["Content-Language"] == "ka"


@pytest.mark.usefixtures("kept")
def test_a_search_is_kept_apart(client: Client, cast: Cast, cycle: Cycle) -> None:
    make_published(cast, cycle, title="Körpü")
    address = f"/en/cycles/{cycle.pk}/proposals/"

    pages = [client.get(address, {"q": word, "order": "newest"}).content.decode() for word in ("körpü", "məktəb")]

    assert [">Körpü<" in page for page in pages] == [True, False]


@pytest.mark.usefixtures("kept")
def test_an_order_made_for_one_visitor_is_not_kept_for_others(client: Client, cycle: Cycle) -> None:
    address = f"/en/cycles/{cycle.pk}/proposals/"
    answer = client.get(address)

    assert ("private" in answer["Cache-Control"], is_kept(address)) == (True, False)


@pytest.mark.usefixtures("kept")
def test_a_page_not_found_is_not_kept(client: Client, cycle: Cycle) -> None:
    Cycle.objects.update(proposing_cleared_at=None)
    assert client.get(f"/en/cycles/{cycle.pk}/").status_code == 404

    Cycle.objects.update(proposing_cleared_at=cycle.proposing_cleared_at)

    assert client.get(f"/en/cycles/{cycle.pk}/").status_code == 200


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/en/account/", "/en/cycles/{pk}/vote/"])
def test_a_page_with_a_form_is_not_kept(client: Client, cast: Cast, path: str) -> None:
    address = path.format(pk=make_vote(cast).pk)

    pages = [Client().get(address) for _time in range(2)]

    tokens = {page.cookies["csrftoken"].value for page in pages}
    assert len(tokens) == 2


def test_nothing_is_kept_where_it_is_switched_off(client: Client, cycle: Cycle) -> None:
    page = client.get("/en/cycles/")

    assert (page.has_header("Expires"), is_kept("/en/cycles/")) == (False, False)


PUBLIC = [
    "/",
    "/en/",
    "/en/marneuli/",
    "/en/cycles/",
    "/en/cycles/{cycle}/",
    "/en/cycles/{cycle}/turnout/",
    "/en/cycles/{cycle}/proposals/",
    "/en/proposals/{proposal}/",
    "/en/how-votes-are-counted/",
    "/en/recount.py",
    "/en/nothing-here/",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_set_no_cookie(client: Client, cast: Cast, path: str) -> None:
    cycle = make_vote(cast)
    plant_municipality(cast.municipality)
    [proposal, *_others] = cycle.proposals.all()

    page = client.get(path.format(cycle=cycle.pk, proposal=proposal.pk))

    assert page.status_code == (404 if "nothing" in path else 200)
    assert page.cookies == {}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/en/", "/en/marneuli/", "/en/cycles/"])
def test_every_kept_page_is_made_anew_when_an_editor_publishes(
    client: Client,
    cast: Cast,
    path: str,
    django_capture_on_commit_callbacks: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = plant_municipality(cast.municipality, lead="One")
    client.get(path)
    with django_assert_num_queries(0):
        client.get(path)

    with django_capture_on_commit_callbacks(execute=True):
        rewrite(page, lead="Two").publish()

    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) > 0


def shown(client: Client) -> dict[str, bool]:
    """Whether the news stands on its own page and in the municipality's feed, for somebody anonymous."""
    return {
        path: ">Bridge<" in client.get(path).content.decode()
        for path in ("/ka/marneuli/bridge/", "/az/marneuli/bridge/", "/ka/feeds/news.atom")
    }


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("act", ["publish", "unpublish", "delete", "move", "close", "rename"])
def test_a_change_of_a_page_reaches_every_kept_page_at_once(
    client: Client, cast: Cast, act: str, django_capture_on_commit_callbacks: Any
) -> None:
    here, there = plant_municipality(cast.municipality), plant_municipality(make_municipality("bolnisi"))
    page = make_news(below=here, title="Bridge", slug="bridge")
    assert shown(client) == dict.fromkeys(shown(client), True)

    with django_capture_on_commit_callbacks(execute=True):
        if act == "publish":
            rewrite(page, title="Road").publish()
        elif act == "unpublish":
            page.unpublish()
        elif act == "delete":
            for alias in page.aliases.all():
                alias.delete()
            page.delete()
        elif act == "move":
            page.move(there.page_ptr, pos="last-child")
        elif act == "close":
            PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")
        else:
            rewrite(page, title="Road", slug="road").publish()

    assert shown(client) == {
        "/ka/marneuli/bridge/": False,
        "/az/marneuli/bridge/": False,
        "/ka/feeds/news.atom": act == "move",
    }


@pytest.mark.usefixtures("kept")
def test_a_draft_costs_no_kept_page(client: Client, cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    page = plant_municipality(cast.municipality)
    before = caches["pages"].get(MARK)

    with django_capture_on_commit_callbacks(execute=True):
        rewrite(page, lead="Two")

    assert caches["pages"].get(MARK) == before


@pytest.mark.usefixtures("kept")
def test_a_page_made_while_something_changed_is_given_to_nobody(client: Client, cycle: Cycle) -> None:
    """It may hold what was there before the change: it is kept under the mark it was begun under."""

    def slow(request: Any) -> HttpResponse:
        forget_pages()
        return HttpResponse("old")

    middleware = AnonymousPagesMiddleware(slow)
    answers = [middleware(RequestFactory().get("/en/slow/")).content for _time in range(2)]
    later = AnonymousPagesMiddleware(lambda request: HttpResponse("new"))(RequestFactory().get("/en/slow/")).content

    assert (answers, later) == ([b"old", b"old"], b"new")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("headers", "status", "seconds"),
    [
        ({}, 200, 60),
        ({"Cache-Control": "public, max-age=5"}, 200, 5),
        ({"Cache-Control": "public, max-age=600"}, 200, 60),
        ({"Cache-Control": "max-age=0"}, 200, 0),
        ({"Cache-Control": "private"}, 200, 0),
        ({"Cache-Control": "no-store, public"}, 200, 0),
        ({"Vary": "Cookie, Accept-Encoding, Accept-Language"}, 200, 60),
        ({"Vary": "HX-Request"}, 200, 0),
        ({"Vary": "*"}, 200, 0),
        ({}, 404, 0),
        ({}, 302, 0),
    ],
)
def test_an_answer_is_kept_as_long_as_it_says(headers: dict[str, str], status: int, seconds: int) -> None:
    assert seconds_to_keep(HttpResponse(headers=headers, status=status)) == seconds


@pytest.mark.usefixtures("kept")
def test_an_answer_that_brings_a_cookie_is_not_kept() -> None:
    answer = HttpResponse()
    answer.set_cookie("a", "b")

    assert seconds_to_keep(answer) == 0


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "asked", [{"HTTP_AUTHORIZATION": "Basic x"}, {"HTTP_COOKIE": "a=b"}, {"REQUEST_METHOD": "HEAD"}]
)
def test_a_request_with_something_of_its_own_is_answered_anew(asked: dict[str, str]) -> None:
    answers = iter(["one", "two"])
    middleware = AnonymousPagesMiddleware(lambda request: HttpResponse(next(answers)))

    bodies = [middleware(RequestFactory().get("/en/own/", **asked)).content for _time in range(2)]

    assert bodies == [b"one", b"two"]
