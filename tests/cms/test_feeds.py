"""News as an Atom feed, of the site, a municipality or an organisation, in each language."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.planting import plant_municipality
from cms.translating.actions import translate_into
from tests.cms.making import make_news, twin
from tests.cms.screens import make_editor, publish, signed_in
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entries(path: str) -> list[tuple[str, str]]:
    """(language, title) of each entry."""
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = ET.fromstring(answer.content)  # noqa: S314 - made by this site a moment ago
    return [(entry.attrib[LANG], entry.findtext(f"{ATOM}title") or "") for entry in feed.iter(f"{ATOM}entry")]


def test_the_newest_comes_first_in_each_language_and_says_which_it_is() -> None:
    here, translator = plant_municipality(make_municipality()), make_editor()
    make_news(below=here, title="ძველი", published_on=date(2026, 1, 1))
    page = make_news(below=here, title="ახალი", published_on=date(2026, 2, 1))
    publish(signed_in(translator), translate_into(page, "az", by=translator), title="Yeni")

    assert entries(f"/ka/feeds/{here.pk}/news.atom") == [("ka", "ახალი"), ("ka", "ძველი")]
    assert entries(f"/az/feeds/{here.pk}/news.atom") == [("az", "Yeni"), ("ka", "ძველი")]
    assert entries(f"/az/feeds/{twin(here, 'az').pk}/news.atom") == entries(f"/az/feeds/{here.pk}/news.atom")


def test_each_municipality_has_its_own_and_the_site_has_all() -> None:
    here, there = plant_municipality(make_municipality()), plant_municipality(make_municipality("bolnisi"))
    make_news(below=here, title="აქ")
    make_news(below=there, title="იქ")

    assert entries(f"/ka/feeds/{here.pk}/news.atom") == [("ka", "აქ")]
    assert sorted(entries("/ka/feeds/news.atom")) == [("ka", "აქ"), ("ka", "იქ")]


def test_a_page_with_news_tells_where_its_feed_is() -> None:
    here = plant_municipality(make_municipality())

    assert f'type="application/atom+xml" title="News" href="/en/feeds/{twin(here, "en").pk}/news.atom"' in (
        Client().get("/en/marneuli/").content.decode()
    )


def test_a_feed_costs_the_same_for_one_and_for_three(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_news(title="1")
    entries("/ka/feeds/news.atom")
    make_news(title="2")
    make_news(title="3")

    with django_assert_max_num_queries(5):
        assert len(entries("/ka/feeds/news.atom")) == 3


def test_markup_in_a_title_is_text() -> None:
    make_news(title="<b>x</b> & y")

    assert entries("/ka/feeds/news.atom") == [("ka", "<b>x</b> & y")]
