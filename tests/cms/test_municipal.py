"""A municipality's page and the pages below it, as readers get them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from budgeting.cycles.stages import Stage
from budgeting.responses.actions import city_hall
from budgeting.responses.models import DutyBearer
from cms.models import Campaign, EventPage, OrganisationPage
from portal.accounts.models import Organisation
from portal.clock import now, today
from tests.cms.campaigns.making import make_campaign
from tests.cms.making import (
    KINDS,
    home,
    make_council,
    make_event,
    make_library,
    make_library_document,
    make_news,
    make_page,
    make_picture,
    make_press,
    make_published_count,
    municipality_page,
    path_in,
    queries,
    root_collection,
)
from tests.factories import LANGUAGES, make_cycle
from tests.people import Cast

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_answers_in_every_language_and_says_whose_text_it_is(
    client: Client, cast: Cast, kind: str, language: str
) -> None:
    page = KINDS[kind](municipality_page(cast))
    page.lead = "მოკლედ"
    page.save_revision().publish()

    answer = client.get(path_in(page, language))
    html = answer.content.decode()

    assert (answer.status_code, answer.cookies) == (200, {})
    assert f'<html lang="{language}">' in html
    assert ('<article lang="ka">' in html) == (language != "ka")
    links = {path_in(page, one) for one in LANGUAGES}
    assert [link for link in links if f'href="{link}"' not in html] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_taken_down_or_private_is_nowhere(client: Client, cast: Cast, kind: str) -> None:
    parent = municipality_page(cast)
    gone, private = KINDS[kind](parent, "გაუქმებული"), KINDS[kind](parent, "დახურული")
    for page in Page.objects.filter(translation_key__in=[gone.translation_key]):
        page.unpublish()
    for page in Page.objects.filter(translation_key=private.translation_key):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    shown = [client.get(f"/{code}/marneuli/{below}") for code in LANGUAGES for below in BELOW]

    assert [answer.status_code for answer in shown] == [200] * 16
    assert [answer for answer in shown if "გაუქმებული" in answer.content.decode()] == []
    assert [answer for answer in shown if "დახურული" in answer.content.decode()] == []
    assert [client.get(path_in(gone, code)).status_code for code in LANGUAGES] == [404] * 4
    assert client.get(path_in(private, "ka")).status_code == 302


BELOW = ("", "all-news/", "all-events/", "all-events/ics/")


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_title_is_only_text(client: Client, cast: Cast, kind: str) -> None:
    page = KINDS[kind](municipality_page(cast), HOSTILE)

    for path in (path_in(page, "en"), *(f"/en/marneuli/{below}" for below in BELOW[:3])):
        assert "<script>alert" not in client.get(path).content.decode()


@pytest.mark.parametrize("kind", [*KINDS, "campaign"])
def test_the_municipalitys_page_costs_the_same_for_one_and_three(client: Client, cast: Cast, kind: str) -> None:
    parent = municipality_page(cast)
    make_library(parent)
    make_cycle(cast)
    make = KINDS.get(kind) or (lambda _parent, title: make_campaign(cast, title=title))
    make(parent, "one")
    one = queries(client, "/en/marneuli/")
    for title in ("two", "three"):
        make(parent, title)

    assert queries(client, "/hy/marneuli/") == one <= 10
    assert one <= 16  # six of them are Wagtail's, on any page: the page, who may read it, the site


@pytest.mark.parametrize("below", ["all-news/", "all-events/", "all-events/ics/"])
def test_a_list_costs_the_same_for_one_and_three(client: Client, cast: Cast, below: str) -> None:
    parent = municipality_page(cast)

    def make() -> None:
        make_news(parent)
        make_event(parent)
        make_event(parent, starts_at=now() - timedelta(days=10))

    make()
    one = queries(client, f"/en/marneuli/{below}")
    make()
    make()

    assert queries(client, f"/az/marneuli/{below}") == one <= 10


def test_a_council_a_library_and_a_press_page_cost_the_same_for_one_and_three(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    few = [make_council(parent, members="w"), make_library(parent), make_press(parent)]
    make_news(parent)
    make_published_count(cast)
    costs = [queries(client, path_in(page, "en")) for page in few]
    many = [
        make_council(parent, members="wmw"),
        make_library(
            parent, documents=(make_library_document("a"), make_library_document("b"), make_library_document("c"))
        ),
        few[2],
    ]
    for _more in range(2):
        make_news(parent)
        make_published_count(cast)

    assert [queries(client, path_in(page, "hy")) for page in many] == costs
    assert max(costs) <= 10


def test_the_municipality_shows_the_newest_news_and_the_next_sessions(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    for days in (4, 1, 3, 2):
        make_news(parent, f"news {days}", published_on=today() - timedelta(days=days))
        make_event(parent, f"session {days}", starts_at=now() + timedelta(days=days, hours=1))
    make_event(parent, "over", starts_at=now() - timedelta(days=400))

    below = client.get("/az/marneuli/").context["below"]

    assert [one.title for one in below.news] == ["news 1", "news 2", "news 3"]
    assert [one.title for one in below.events] == [f"session {days}" for days in (1, 2, 3, 4)]
    assert below.judged == 4


def test_the_municipality_shows_councils_documents_people_and_campaigns(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    make_council(parent)
    make_library(parent)
    press = make_press(parent)
    make_campaign(cast, title="წყალი სოფელს")
    over = make_campaign(cast, title="დასრულდა")
    Campaign.objects.filter(pk=over.pk).update(closed_at=now())
    office = city_hall(cast.municipality)
    DutyBearer.objects.create(office=office, name_ka="ზაურ დარგალი", position_ka="მერი")
    DutyBearer.objects.create(office=office, name_ka="ყოფილი", position_ka="მერი", is_active=False)

    answer = client.get("/en/marneuli/")
    html = answer.content.decode()

    assert [(one.women, one.men) for one in answer.context["below"].councils] == [(3, 1)]
    assert ("3 women, 1 man" in html, "ბრძანება" in html, path_in(press, "en") in html) == (True, True, True)
    assert [one.title for one in answer.context["campaigns"]] == ["წყალი სოფელს"]
    assert answer.context["campaigns"][0].locale.language_code == "en"
    assert ("ზაურ დარგალი" in html, "ყოფილი" in html) == (True, False)


def test_another_municipality_shows_none_of_it(client: Client, cast: Cast, elsewhere: Cast) -> None:
    parent = municipality_page(cast)
    municipality_page(elsewhere)
    for make in KINDS.values():
        make(parent)
    make_campaign(cast)

    context = client.get("/en/bolnisi/").context

    below = context["below"]
    assert [*below.news, *below.events, *below.councils, *below.libraries, *below.others, *context["campaigns"]] == []


def test_news_are_listed_page_by_page(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    for number in range(21):
        make_news(parent, f"news-{number:02}", published_on=today() - timedelta(days=number))

    first, second = client.get("/en/marneuli/all-news/"), client.get("/en/marneuli/all-news/?page=2")

    assert [one.title for one in first.context["listed"]] == [f"news-{number:02}" for number in range(20)]
    assert [one.title for one in second.context["listed"]] == ["news-20"]
    assert client.get("/en/marneuli/all-news/?page=x%00").status_code == 200
    assert 'href="/hy/marneuli/all-news/"' in first.content.decode()


@pytest.mark.parametrize("below", BELOW[1:])
def test_the_site_and_an_organisation_have_the_same_lists(client: Client, below: str) -> None:
    organisation = Organisation.objects.create(name="Radio")
    page = make_page(OrganisationPage, title="Radio", slug="radio", organisation=organisation)
    for parent in (home(), page):
        make_news(parent)
        make_event(parent)

    for language in LANGUAGES:
        for path in (f"/{language}/", path_in(page, language)):
            answer = client.get(path + below)

            assert answer.status_code == 200
            assert ("ახალი" in answer.content.decode(), "სხდომა" in answer.content.decode()) == (
                below == "all-news/",
                below != "all-news/",
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_name_the_municipality_in_the_readers_language(client: Client, cast: Cast, language: str) -> None:
    municipality_page(cast)

    news = client.get(f"/{language}/marneuli/all-news/").content.decode()
    feed = client.get(f"/{language}/marneuli/all-events/ics/").content.decode()

    assert f'<span lang="{language}">Marneuli {language}</span></h1>' in news
    assert f"NAME;LANGUAGE={language}:Marneuli {language}\r\n" in feed


def test_lists_of_a_page_that_is_taken_down_are_gone(client: Client, cast: Cast) -> None:
    page = municipality_page(cast)
    page.unpublish()

    assert [client.get(f"/ka/marneuli/{below}").status_code for below in BELOW] == [404] * 4


def test_news_show_the_day_the_author_and_the_picture_in_words(client: Client, cast: Cast, tmp_path: Path) -> None:
    picture = make_picture(tmp_path / "a.png", "ახალი ხიდი")
    news = make_news(municipality_page(cast), picture=picture)

    html = client.get(path_in(news, "en")).content.decode()

    assert 'alt="ახალი ხიდი"' in html
    assert f'<a href="/en/marneuli/">{municipality_page(cast).title}</a>' in html


def test_a_picture_without_a_description_is_refused(cast: Cast, tmp_path: Path) -> None:
    news = make_news(municipality_page(cast))
    news.picture = make_picture(tmp_path / "a.png", "  ")

    with pytest.raises(ValidationError) as refusal:
        news.full_clean()

    assert list(refusal.value.message_dict) == ["picture"]


def test_news_of_a_day_to_come_are_refused_unless_they_are_scheduled(cast: Cast) -> None:
    news = make_news(municipality_page(cast))
    news.published_on = today() + timedelta(days=2)

    with pytest.raises(ValidationError) as refusal:
        news.full_clean()
    assert list(refusal.value.message_dict) == ["published_on"]

    news.go_live_at = now() + timedelta(days=2)
    news.full_clean()


def test_who_came_is_shown_only_after_the_event(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    held = make_event(parent, starts_at=now() - timedelta(days=1), women_present=12, men_present=1)

    assert "12 women, 1 man" in client.get(path_in(held, "en")).content.decode()

    EventPage.objects.update(starts_at=now() + timedelta(days=1))
    assert "12 women" not in client.get(path_in(held, "en") + "?").content.decode()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_at": now() - timedelta(days=1)}, "__all__"),
        ({"starts_at": now().replace(year=20)}, "starts_at"),
        ({"starts_at": now().replace(year=9999)}, "starts_at"),
        ({"ends_at": now().replace(year=2999)}, "ends_at"),
        ({"women_present": -1}, "women_present"),
        ({"men_present": 4}, "women_present"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_a_sentence(cast: Cast, facts: dict[str, Any], field: str) -> None:
    event = make_event(municipality_page(cast))
    for name, value in facts.items():
        setattr(event, name, value)

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert field in refusal.value.message_dict


def test_one_events_file_and_the_calendar_are_the_same_event(client: Client, cast: Cast) -> None:
    event = make_event(municipality_page(cast), lead="დღის წესრიგი")

    one, feed = client.get(path_in(event, "az") + "ics/"), client.get("/az/marneuli/all-events/ics/")

    assert {answer["Content-Type"] for answer in (one, feed)} == {"text/calendar; charset=utf-8"}
    assert one["Content-Disposition"].startswith('attachment; filename="')
    lines = [answer.content.decode().replace("\r\n ", "").split("\r\n") for answer in (one, feed)]
    begins = [text.index("BEGIN:VEVENT") for text in lines]
    assert lines[0][begins[0] :] == lines[1][begins[1] :]
    assert f"UID:{event.translation_key}@khma" in lines[0]
    assert "SUMMARY;LANGUAGE=ka:სხდომა" in lines[0]
    assert f"URL:{settings.SITE_URL}{path_in(event, 'az')}" in lines[0]


def test_the_calendar_keeps_what_was_for_thirty_days(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    for days in (-31, -29, 1):
        make_event(parent, f"day {days}", starts_at=now() + timedelta(days=days))

    feed = client.get("/ka/marneuli/all-events/ics/").content.decode()

    assert [line for line in feed.split("\r\n") if line.startswith("SUMMARY")] == [
        "SUMMARY;LANGUAGE=ka:day -29",
        "SUMMARY;LANGUAGE=ka:day 1",
    ]


def test_a_private_collections_documents_are_not_listed(client: Client, cast: Cast) -> None:
    closed = root_collection().add_child(name="closed")
    inner = closed.add_child(name="inner")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
    documents = (make_library_document("ღია"), make_library_document("დახურული", inner))
    library = make_library(municipality_page(cast), documents=documents)

    for path in (path_in(library, "en"), "/en/marneuli/"):
        html = client.get(path).content.decode()
        assert ("ღია" in html, "დახურული" in html) == (True, False)


def test_a_document_shows_its_type_size_day_and_number(client: Client, cast: Cast) -> None:
    library = make_library(municipality_page(cast))
    html = client.get(path_in(library, "en")).content.decode()

    assert ("PDF, 20.0\u00a0KB" in html, "Number: 12-3" in html) == (True, True)
    document = library.documents.get().document
    assert f'href="{document.url}"' in html


def test_a_press_page_shows_its_municipalitys_results_and_the_sites_shows_all(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    here, there = make_published_count(cast), make_published_count(elsewhere)
    make_cycle(cast, Stage.OBJECTIONS)
    pages = make_press(municipality_page(cast)), make_press(home())

    shown = [[one.cycle for one in client.get(path_in(page, "hy")).context["quotes"]] for page in pages]

    assert shown == [[here], [there, here]]


def test_a_plain_page_is_linked_from_its_municipality(client: Client, cast: Cast) -> None:
    page = make_page(below=municipality_page(cast), title="წესები")

    assert f'href="{path_in(page, "en")}" lang="ka">წესები' in client.get("/en/marneuli/").content.decode()
