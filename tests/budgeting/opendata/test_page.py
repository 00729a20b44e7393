"""The page that explains the data."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.stages import Stage
from budgeting.opendata.tables import TABLES
from budgeting.results.actions import count_cycle
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.models import Count
from tests.budgeting.opendata.reading import body
from tests.budgeting.results.closed import make_closed
from tests.budgeting.results.test_areas import GREEDY, make_counted
from tests.factories import make_cycle
from tests.people import Cast

TEN = [[1, 2]] * 9 + [[3]]
FEW = "one of its lists has fewer than 10 of them"


def page(**query: object) -> str:
    answer = Client().get(reverse("data"), query)
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    return answer.content.decode()


def test_every_column_of_every_file_is_explained_once(cast: Cast) -> None:
    parts = re.split(r'<h3 id="(\w+)">', page())[1:]
    told = {
        name: re.findall(r'<th scope="row"><code>(\w+)</code>', part)
        for name, part in zip(parts[::2], parts[1::2], strict=True)
    }

    assert told == {table.name: table.head for table in TABLES}


def test_every_file_the_page_names_is_there(cast: Cast) -> None:
    cycle = make_closed(cast, TEN)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    links = set(re.findall(r'href="(/data/[^"]+)"', page()))
    assert len(links) == 14
    assert {link: Client().get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert [link for link in links if not body(Client().get(link))] == []


def test_the_page_says_why_the_ballots_are_not_given_away(cast: Cast) -> None:
    few, enough = make_closed(cast, TEN[1:]), make_closed(cast, TEN)
    for cycle in (few, enough):
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert (FEW in page(cycle=few.pk), "election.pb" in page(cycle=few.pk)) == (True, False)
    assert (FEW in page(cycle=enough.pk), "election.pb" in page(cycle=enough.pk)) == (False, True)


@pytest.mark.parametrize("asked", ["", "0", "x", "99999999999999999999", "²"])
def test_an_unknown_cycle_gives_the_files_of_the_newest(cast: Cast, asked: str) -> None:
    hidden = make_cycle(cast, Stage.PREPARING)
    cycle = make_cycle(cast)

    assert f"/data/cycles/{cycle.pk}/proposals.csv" in page(cycle=asked)
    assert f"/data/cycles/{hidden.pk}/" not in page(cycle=hidden.pk)


def test_the_page_stands_without_any_cycle(db: None) -> None:
    assert "There is no cycle yet." in page()


def test_the_page_costs_the_same_for_one_cycle_and_for_three(cast: Cast) -> None:
    def queries() -> int:
        make_cycle(cast)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            page()
        return len(captured)

    assert [queries(), queries(), queries()] == [queries()] * 3


def test_each_list_must_have_ten_ballots(cast: Cast) -> None:
    """Twelve ballots name a project of the North, five one of the South."""
    count = make_counted(cast, GREEDY)

    assert (count.smallest_list, may_publish_ballots(count)) == (5, False)
    told = {fewest: may_publish_ballots(Count(ballots=39, smallest_list=fewest)) for fewest in (0, 9, 10, 39)}
    assert told == {0: False, 9: False, 10: True, 39: True}


def test_where_the_lists_are_not_known_nothing_is_given_away() -> None:
    assert may_publish_ballots(Count(ballots=1000, smallest_list=None)) is False
