"""The home page: what is open, what was decided, campaigns and news."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from budgeting.cycles.stages import Stage
from budgeting.results.actions import (
    count_cycle,
    move_count,
    move_publication,
    run_count,
    second_count,
    second_publication,
)
from cms.models import Campaign
from cms.planting import plant_municipality
from portal.clock import now
from tests.budgeting.results.closed import make_closed
from tests.cms.campaigns.making import make_campaign, make_organisation, page_of
from tests.cms.making import make_news
from tests.factories import LANGUAGES, make_cycle, make_vote
from tests.people import Cast, make_cast


def test_home_shows_what_is_open_with_what_and_until_when(client: Client, cast: Cast, elsewhere: Cast) -> None:
    vote = make_vote(cast)
    make_cycle(elsewhere, Stage.PREPARING)

    answer = client.get("/en/")

    page = answer.content.decode().partition('id="open"')[2].partition("</section>")[0]
    assert answer.context["open_cycles"] == [vote]
    assert ("Choose projects and vote." in page, "Until: " in page, f"/cycles/{vote.address}/" in page) == (True,) * 3


def test_home_is_silent_about_what_there_is_not(client: Client, cast: Cast) -> None:
    page = client.get("/en/").content.decode()

    assert [part for part in ("open", "decided", "campaigns", "news") if f'<h2 id="{part}"' in page] == []


def test_home_shows_what_the_published_count_decided(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count = run_count(second_count(move_count(cycle, by=cast.official), by=cast.other_official))
    assert '<h2 id="decided"' not in client.get("/en/").content.decode()
    caches["pages"].clear()

    second_publication(move_publication(count, by=cast.official), by=cast.other_official)

    part = client.get("/en/").content.decode().partition('id="decided"')[2].partition("</section>")[0]
    facts = ["<strong>2</strong> / 4", "<strong>10\N{NO-BREAK SPACE}₾</strong>", "<strong>4</strong>"]
    assert [fact for fact in facts if fact not in part] == []
    assert f'href="/en/cycles/{cycle.address}/results/"' in part


def test_home_shows_the_newest_open_campaigns_each_in_the_readers_tree(client: Client, cast: Cast) -> None:
    below = make_organisation("Green Marneuli")
    for title in ("First", "Second", "Third", "Fourth"):
        make_campaign(cast, below, title=title)
    for title, facts in {"Not opened": {"opened_at": None}, "Over": {"closed_at": now()}}.items():
        Campaign.objects.filter(pk=make_campaign(cast, below, title=title).pk).update(**facts)

    answer = client.get("/az/")

    assert [page.title for page in answer.context["campaigns"]] == ["Fourth", "Third", "Second"]
    assert [page.locale.language_code for page in answer.context["campaigns"]] == ["az"] * 3
    assert '<h3 lang="ka"><a href="/az/green-marneuli/' in answer.content.decode()


def test_home_shows_the_newest_news(client: Client, cast: Cast) -> None:
    for day in (3, 1, 4, 2):
        make_news(title=f"Day {day}", published_on=date(2026, 1, day))

    assert [page.title for page in client.get("/hy/").context["news"]] == ["Day 4", "Day 3", "Day 2"]


@pytest.mark.parametrize("how", ["draft", "private"])
def test_home_shows_no_page_that_is_not_public(client: Client, cast: Cast, how: str) -> None:
    pages = [make_news(title="Hidden news"), page_of(make_campaign(cast, title="Hidden campaign"))]
    for page in Page.objects.filter(translation_key__in=[page.translation_key for page in pages]):
        if how == "draft":
            page.unpublish()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    for language in LANGUAGES:
        assert "Hidden" not in client.get(f"/{language}/").content.decode()


def test_home_costs_ten_queries_at_most_whatever_it_holds(client: Client, cast: Cast) -> None:
    _fill(cast, "one")
    client.get("/en/")
    client.get("/en/cycles/")
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as few:
        client.get("/en/")
    for slug in ("bolnisi", "dmanisi"):
        _fill(make_cast(slug), slug)
    caches["pages"].clear()

    with CaptureQueriesContext(connection) as many:
        client.get("/en/")

    assert len(few) == len(many) <= 10


def _fill(cast: Cast, name: str) -> None:
    plant_municipality(cast.municipality)
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    make_cycle(cast)
    make_campaign(cast, title=name)
    make_news(title=name)


def test_home_sets_no_cookie(client: Client, cast: Cast) -> None:
    _fill(cast, "one")

    assert client.get("/en/").cookies == {}


def test_a_name_with_markup_is_shown_as_text_on_home(client: Client, cast: Cast) -> None:
    make_news(title="<script>alert(1)</script>")
    make_campaign(cast, title="<script>alert(2)</script>")

    assert "<script>alert" not in client.get("/en/").content.decode()
