"""The results page: every number is the stored count's, and a large vote costs no more queries than a small one."""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.counting.pabulib import PbElection, PbProject, PbVote, read_election
from budgeting.cycles.models import Cycle
from budgeting.money import show_money
from budgeting.proposals.models import Proposal
from budgeting.results.actions import count_cycle
from budgeting.results.charts import MOST_BARS, MOST_PARTS, places_chart
from budgeting.results.imports import import_election
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import money_by_area
from portal.languages.templatetags.languages import number
from tests.budgeting.results.closed import EQUAL_SHARES, make_closed, make_town
from tests.budgeting.results.test_areas import GREEDY, make_counted
from tests.budgeting.results.test_recounts import recount
from tests.factories import LANGUAGES, make_settlement
from tests.people import Cast

SMALL = ("Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb", "Netherlands_Assen_2024.pb")
MOST_QUERIES = 15


def text_of(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())


def rows_of(page: str) -> list[list[str]]:
    """The cells of the table of all projects."""
    table = page.partition('id="all"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [[text_of(cell) for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in table.split("</tr>")[:-1]]


def plain(text: str) -> str:
    return " ".join(text.split())


def shown(client: Client, cycle: Cycle, **query: object) -> str:
    answer = client.get(reverse("results", args=[cycle.address]), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def made_up(projects: int) -> PbElection:
    """Project 1 has the most votes, the last one the fewest; about a third can be paid."""
    meta = {"unit": "Made up", "budget": str(100 * projects), "vote_type": "approval"}
    rows = tuple(PbProject(str(one), 300, name=f"Project {one}") for one in range(1, projects + 1))
    votes = tuple(PbVote(str(one), tuple(str(two) for two in range(1, one + 1))) for one in range(1, projects + 1))
    return PbElection({**meta, "date_begin": "2024", "date_end": "2024"}, rows, votes)


@pytest.mark.parametrize("name", SMALL)
def test_every_number_of_an_imported_real_election_is_the_stored_count_s(
    client: Client, cast: Cast, pabulib: Path, name: str
) -> None:
    election = read_election(pabulib / name, drop_repeats=True)
    cycle = import_election(election, cast.municipality, source=name, say=lambda said: None)
    count = Count.objects.get()
    outcomes = list(count.outcomes.select_related("project"))

    page = shown(client, cycle)

    assert [(row[0], row[2], row[3], row[4]) for row in rows_of(page)] == [
        (
            str(one.place),
            number(one.votes),
            plain(show_money(one.cost_tetri, cycle.currency)),
            "Funded" if one.is_funded else "Not funded",
        )
        for one in outcomes
    ]
    funded = [one for one in outcomes if one.is_funded]
    spent = sum(one.cost_tetri for one in funded)
    head = text_of(page.partition('<dl class="definition panel">')[2].partition("</dl>")[0])
    assert head.startswith(
        f"Funded projects {number(len(funded))} / {number(len(outcomes))}"
        f" Money given {plain(show_money(spent, cycle.currency))} / {plain(show_money(count.envelope_tetri, cycle.currency))}"
        f" Remaining amount {plain(show_money(count.envelope_tetri - spent, cycle.currency))}"
        f" Counted ballots {number(len(election.votes))}"
        f" Voters who got none of the projects they chose {number(count.with_nothing or 0)}"
    )
    verdicts = re.findall(r"<h3><a[^>]*>№ (\d+) .*?Votes: <strong>(.*?)</strong>", page, re.S)
    won_first = [*funded, *(one for one in outcomes if not one.is_funded)]
    assert [(int(place), text_of(votes)) for place, votes in verdicts] == [
        (one.project.number, number(one.votes)) for one in won_first
    ]


def test_300_projects_cost_as_few_queries_as_one_and_the_trace_is_not_read(client: Client, cast: Cast) -> None:
    costs = []
    for projects in (1, 300):
        cycle = import_election(made_up(projects), cast.municipality, source="made up", say=lambda said: None)
        with CaptureQueriesContext(connection) as queries:
            page = shown(client, cycle)
        costs.append(len(queries))
        assert not [query for query in queries if '"trace"' in query["sql"]]
        assert len(rows_of(page)) == projects

    assert costs[0] == costs[1] <= MOST_QUERIES


def test_a_long_chart_has_the_most_chosen_and_the_money_stays_whole(client: Client, cast: Cast) -> None:
    cycle = import_election(made_up(120), cast.municipality, source="made up", say=lambda said: None)

    context = client.get(reverse("results", args=[cycle.address])).context

    votes = sorted(Outcome.objects.values_list("votes", flat=True), reverse=True)
    assert sorted((row.value for row in context["votes"].rows), reverse=True) == votes[:MOST_BARS]
    assert context["undrawn"] == 120 - MOST_BARS
    assert len(context["money"].rows) == MOST_PARTS + 2  # the smaller ones together, and what is left
    assert sum(row.value for row in context["money"].rows) == Count.objects.get().envelope_tetri


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_read_in_every_language_and_sets_no_cookie(client: Client, cast: Cast, language: str) -> None:
    cycle = make_town(cast, rule=EQUAL_SHARES)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    with override(language):
        answer = client.get(reverse("results", args=[cycle.address]))

    assert (answer.status_code, dict(answer.cookies)) == (200, {})


def test_by_votes_the_line_names_the_first_that_did_not_fit(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    (line,) = client.get(reverse("results", args=[cycle.address])).context["lines"]

    assert (line.is_single, line.next.outcome.project.number, line.missing_tetri, line.left_tetri) == (True, 2, 100, 0)


def test_equal_shares_have_no_single_line_and_name_the_nearest(client: Client, cast: Cast) -> None:
    cycle = make_town(cast, rule=EQUAL_SHARES)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    lost = Outcome.objects.get(is_funded=False)

    (line,) = client.get(reverse("results", args=[cycle.address])).context["lines"]

    assert (line.is_single, line.next.outcome, line.left_tetri) == (False, lost, 1100)
    assert line.missing_tetri == lost.decision["missing"] > 0


def test_where_everything_is_funded_no_money_divides(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast, [[1], [2]], (100, 100))
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert "none of them lacked it" in shown(client, cycle)


def test_each_area_has_a_line_of_its_own(client: Client, cast: Cast) -> None:
    count = make_counted(cast, GREEDY)

    lines = client.get(reverse("results", args=[count.cycle.address])).context["lines"]

    told = [(line.name, line.next and line.next.outcome.project.number, line.left_tetri) for line in lines]
    assert told == [(None, 2, 20_000), ("North en", 4, 10_000), ("South en", None, 0)]


def test_supporters_are_told_by_area_and_no_small_cell_is_shown(client: Client, cast: Cast) -> None:
    count = make_counted(cast, GREEDY)
    first = count.outcomes.get(project__number=1)

    page = shown(client, count.cycle)

    assert "Who supported the projects of the whole municipality" in page
    assert [cell for _area, cell in first.by_area] == [None, None, None]  # 12, 0 and 5: five could be worked out
    assert set(count.outcomes.filter(project__area__isnull=False).values_list("by_area", flat=True)) == {None}


def test_without_areas_nothing_is_said_of_them(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert "Who supported the projects" not in shown(client, cycle)


def test_all_counts_stand_beside_one_another_with_what_each_changed(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    before = list(first.outcomes.values())
    second = recount(cycle, cast.official, (1,))
    third = recount(cycle, cast.official, (1,))

    beside = client.get(reverse("results", args=[cycle.address])).context["beside"]

    told = [(one.count, one.funded, one.spent_tetri, numbers(one.won), numbers(one.lost)) for one in beside]
    assert told == [(third, 2, 900, [], []), (second, 2, 900, [2], [1]), (first, 2, 1000, [], [])]
    assert [one.is_first for one in beside] == [False, False, True]
    assert list(first.outcomes.values()) == before
    page = shown(client, cycle)
    assert ("Now funded:" in page, "No longer funded:" in page, "The same projects are funded." in page) == (True,) * 3


def numbers(projects: Iterable[Proposal]) -> list[int | None]:
    return [project.number for project in projects]


def test_the_map_shows_the_money_of_each_settlement_on_its_place(cast: Cast) -> None:
    cycle = make_town(cast, rule=EQUAL_SHARES)
    village = make_settlement(cast.municipality)
    cycle.proposals.filter(number=3).update(settlement=village)
    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    chart = places_chart(count, money_by_area(count.outcomes.all()))

    assert chart is not None
    assert [(row.name, row.value, row.point) for row in chart.rows] == [
        ("Sadakhlo en", 4000, village.point),
        ("The whole municipality", 4900, None),
    ]
    cast.municipality.outline = ""
    count.cycle.municipality.outline = ""
    assert places_chart(count, money_by_area(count.outcomes.all())) is None
