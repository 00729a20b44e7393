"""A result in numbers, bars and money by settlement."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.counting.archive import ArchiveError
from budgeting.proposals.models import Proposal
from budgeting.results.actions import ask_count, count_cycle, publish, run_count
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import (
    AreaMoney,
    Summary,
    money_by_area,
    published_archive,
    result_bars,
    standing_count,
    summarise,
)
from portal.places.models import Settlement
from tests.budgeting.results.closed import BALLOTS, EQUAL_SHARES, make_closed, make_town
from tests.factories import make_settlement
from tests.people import Cast

NBSP = "\N{NO-BREAK SPACE}"


def test_outcomes_add_up(cast: Cast) -> None:
    cycle = make_closed(cast)

    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    outcomes = list(count.outcomes.all())
    assert sum(outcome.votes for outcome in outcomes) == sum(len(ballot) for ballot in BALLOTS)
    assert {outcome.project for outcome in outcomes} == set(cycle.proposals.on_ballot())
    assert summarise(count, outcomes) == Summary(
        4, 2, 4, spent_tetri=1000, left_tetri=0, with_nothing=0, same_as_official=None
    )


def test_summary_says_how_many_voters_got_nothing(cast: Cast) -> None:
    by_votes = count_cycle(make_town(cast), by=cast.official, seconded_by=cast.other_official)
    by_shares = count_cycle(make_town(cast, rule=EQUAL_SHARES), by=cast.official, seconded_by=cast.other_official)

    found = [summarise(count, list(count.outcomes.all())) for count in (by_votes, by_shares)]

    assert found == [Summary(10, 2, 3, 9900, 100, 4, None), Summary(10, 2, 3, 8900, 1100, 0, None)]


def test_summary_of_a_count_without_a_trace_does_not_guess(cast: Cast) -> None:
    count_cycle(make_town(cast), by=cast.official, seconded_by=cast.other_official)
    Count.objects.update(trace=None, with_nothing=None)

    count = Count.objects.get()
    assert summarise(count, list(count.outcomes.all())) == Summary(10, 2, 3, 9900, 100, None, None)


def test_bars_are_in_proportion_to_votes_in_the_order_of_turns_and_say_why(cast: Cast) -> None:
    count = count_cycle(make_closed(cast), by=cast.official, seconded_by=cast.other_official)

    bars = result_bars(count)

    assert [bar.outcome for bar in bars] == list(count.outcomes.all())
    assert [(bar.percent, bar.reason, bar.tie, bar.paid_for) for bar in bars] == [
        (100, "Its turn came while there was enough money for it.", "", ()),
        (67, f"When its turn came, 4{NBSP}₾ was left: 1{NBSP}₾ less than it costs.", "", ()),
        (33, "Its turn came while there was enough money for it.", "", ()),
        (0, "Nobody chose it.", "", ()),
    ]


def test_bars_say_what_the_voters_of_a_loser_paid_for(cast: Cast) -> None:
    count = count_cycle(make_town(cast, rule=EQUAL_SHARES), by=cast.official, seconded_by=cast.other_official)

    paid_for = {bar.outcome.project.number: bar.paid_for for bar in result_bars(count)}

    project = Proposal.objects.get(number=1)
    assert paid_for == {1: (), 3: (), 2: ((project, 4900),)}


def test_a_vote_without_a_ballot_funds_nothing(cast: Cast) -> None:
    count = count_cycle(make_closed(cast, []), by=cast.official, seconded_by=cast.other_official)

    outcomes = list(count.outcomes.all())
    assert summarise(count, outcomes) == Summary(0, 0, 4, 0, 1000, with_nothing=0, same_as_official=None)
    assert [bar.percent for bar in result_bars(count)] == [0] * 4


def test_the_newest_published_count_stands(cast: Cast) -> None:
    cycle = make_closed(cast)
    assert standing_count(cycle) is None
    asked = ask_count(cycle, by=cast.official)
    assert standing_count(cycle) is None
    first = run_count(asked)
    assert standing_count(cycle) is None
    publish(first)
    later = run_count(ask_count(cycle, by=cast.official, reason="Again."))
    assert standing_count(cycle) == first
    publish(later)
    run_count(ask_count(cycle, by=cast.official, reason="Once more."))

    assert standing_count(cycle) == later


def outcome(settlement: Settlement | None, lari: int, *, funded: bool, otherwise: bool | None) -> Outcome:
    project = Proposal(settlement=settlement)
    return Outcome(project=project, cost_tetri=100 * lari, is_funded=funded, is_funded_otherwise=otherwise)


def test_money_by_area_sums_each_settlement_for_both_methods_the_whole_place_last(cast: Cast) -> None:
    sadakhlo, algeti = (make_settlement(cast.municipality, name) for name in ("Sadakhlo", "Algeti"))
    outcomes = [
        outcome(sadakhlo, 10, funded=True, otherwise=False),
        outcome(None, 7, funded=True, otherwise=True),
        outcome(algeti, 20, funded=False, otherwise=True),
        outcome(sadakhlo, 5, funded=True, otherwise=True),
        outcome(algeti, 40, funded=False, otherwise=False),
    ]

    areas = money_by_area(outcomes)

    assert areas == [AreaMoney("Algeti en", 0, 2000), AreaMoney("Sadakhlo en", 1500, 500), AreaMoney(None, 700, 700)]
    assert [area.change_tetri for area in areas] == [2000, -1000, 0]
    with override("ka"):
        assert [area.name for area in money_by_area(outcomes)] == ["Algeti ka", "Sadakhlo ka", None]


def test_money_by_area_keeps_two_villages_of_one_name_apart(cast: Cast) -> None:
    first, second = (make_settlement(cast.municipality, name) for name in ("Kirovka", "Kirovka-2"))
    second.name_en = first.name_en

    areas = money_by_area(
        [outcome(first, 10, funded=True, otherwise=None), outcome(second, 3, funded=False, otherwise=True)]
    )

    assert areas == [AreaMoney("Kirovka en", 1000, 0), AreaMoney("Kirovka en", 0, 300)]


def test_money_by_area_of_nothing_is_nothing() -> None:
    assert money_by_area([]) == []


def test_the_results_page_shows_who_gains_and_loses_by_the_other_method(client: Client, cast: Cast) -> None:
    cycle = make_town(cast, rule=EQUAL_SHARES)
    village = make_settlement(cast.municipality)
    cycle.proposals.filter(number=3).update(settlement=village)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    page = client.get(reverse("results", args=[cycle.address])).context

    numbers = {name: [bar.outcome.project.number for bar in page[name]] for name in ("gains", "losses")}
    assert numbers == {"gains": [2], "losses": [3]}
    assert page["areas"] == [AreaMoney("Sadakhlo en", 4000, 0), AreaMoney(None, 4900, 9900)]
    assert (page["other_name"], page["other_spent_tetri"]) == ("Most votes first, while the money lasts", 9900)


def test_the_results_page_answers_without_the_other_method_and_without_its_archive(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    count.archive.storage.delete(count.archive.name)
    Count.objects.update(other=None)

    page = client.get(reverse("results", args=[cycle.address]))

    assert (page.status_code, "other_name" in page.context, page.context["archive_bytes"]) == (200, False, None)
    assert count.archive.url not in page.content.decode()


def test_an_archive_of_so_few_ballots_that_one_could_be_recognised_is_not_linked(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast, [[1]] * 9)
    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    page = client.get(reverse("results", args=[cycle.address])).content.decode()

    assert (count.archive.url in page, page.count("The ballots of this vote are not given away")) == (False, 2)


def test_the_results_page_links_the_archive_of_its_count(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast, [[1]] * 10)
    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    page = client.get(reverse("results", args=[cycle.address]))

    assert (page.context["archive_bytes"], page.context["archive_name"]) == (
        count.archive.size,
        count.archive.name.removeprefix("archives/"),
    )
    assert f'href="{count.archive.url}"' in page.content.decode()
    answer = client.get(count.archive.url)
    with count.archive.open("rb") as stream:
        assert b"".join(answer.streaming_content) == stream.read()
    assert answer["Content-Disposition"] == "attachment"


def test_a_damaged_archive_is_noticed(cast: Cast) -> None:
    count = count_cycle(make_closed(cast), by=cast.official, seconded_by=cast.other_official)
    with count.archive.storage.open(count.archive.name, "r+b") as stream:
        stream.seek(0)
        stream.write(b"no zip")

    with pytest.raises(ArchiveError):
        published_archive(Count.objects.get())


@pytest.mark.parametrize("name", ["results", "results_step"])
@pytest.mark.parametrize("facts", [{}, {"rule": EQUAL_SHARES}], ids=["by votes", "equal shares"])
def test_a_result_costs_the_same_for_1_and_10_projects_and_for_1_and_3_counts(
    client: Client, cast: Cast, name: str, facts: dict[str, object]
) -> None:
    costs = []
    for projects, recounts in ((1, 0), (10, 2)):
        ballots = [[number] for number in range(1, projects + 1)] * (20 // projects)  # enough to show the turnout
        cycle = make_closed(cast, ballots, (200,) * projects, **facts)
        for project in cycle.proposals.all():
            project.settlement = make_settlement(cast.municipality, f"Village-{project.pk}")
            project.save()
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
        for _time in range(recounts):
            count_cycle(cycle, by=cast.official, seconded_by=cast.other_official, reason="Again.")
        path = reverse(name, args=[cycle.address, *([1] if name == "results_step" else [])])
        for query in ("", f"?count={cycle.counts.earliest('pk').pk}"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path + query).status_code == 200
            costs.append(len(queries))

    assert len(set(costs)) == 1
