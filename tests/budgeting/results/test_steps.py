"""A count step by step."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, rule_as_data
from budgeting.cycles.models import Cycle
from budgeting.results.actions import ask_count, count_cycle, publish, run_count
from budgeting.results.models import Count
from budgeting.results.steps import steps_of
from tests.budgeting.results.closed import EQUAL_SHARES, make_closed, make_town
from tests.factories import LANGUAGES, make_vote
from tests.people import Cast

NBSP = "\N{NO-BREAK SPACE}"


def test_by_votes_every_project_has_its_turn(cast: Cast) -> None:
    count = count_cycle(make_closed(cast), by=cast.official, seconded_by=cast.other_official)

    steps = steps_of(count)

    assert [(step.number, step.project.number, step.cost_tetri, step.is_funded, step.left_tetri) for step in steps] == [
        (1, 1, 600, True, 400),
        (2, 2, 500, False, 400),
        (3, 3, 400, True, 0),
        (4, 4, 100, False, 0),
    ]
    assert {(step.price_tetri, step.paid_in_full, step.barred) for step in steps} == {(None, 0, ())}
    assert steps[1].reason == f"When its turn came, 4{NBSP}₾ was left: 1{NBSP}₾ less than it costs."


def test_equal_shares_have_a_step_for_each_round_with_who_paid_and_who_is_out(cast: Cast) -> None:
    count = count_cycle(make_town(cast, rule=EQUAL_SHARES), by=cast.official, seconded_by=cast.other_official)

    steps = steps_of(count)

    facts = [
        (step.number, step.project.number, step.is_funded, step.price_tetri, step.paid_in_full, step.left_tetri)
        for step in steps
    ]
    assert facts == [(1, 1, True, 816, 6, 5100), (2, 3, True, 1000, 4, 1100)]  # 49 : 6 and 40 : 4
    assert [(step.paid_the_rest, step.rest_tetri) for step in steps] == [(0, 0), (0, 0)]
    assert [(one.project.number, one.reason) for one in steps[0].barred] == [
        (
            2,
            "Those who chose it paid for other projects too. After round 1 they held "
            f"47{NBSP}₾ together: 3{NBSP}₾ less than it costs.",
        )
    ]
    assert steps[1].barred == ()
    assert steps[0].tie == "Level with № 2. The lower cost went first, then more votes."


def test_whoever_has_less_than_the_price_gives_the_rest(cast: Cast) -> None:
    """1 is paid by both its supporters; the second of them then has too little for a half of 2."""
    ballots = [[1], [1, 2], [2], [3]]
    rule = rule_as_data(EqualSharesRule("plain"))
    cycle = make_closed(cast, ballots, (1000, 1300, 4000), envelope_tetri=4000, rule=rule)

    step = steps_of(count_cycle(cycle, by=cast.official, seconded_by=cast.other_official))[1]

    assert (step.project.number, step.price_tetri, step.paid_in_full) == (2, 800, 1)
    assert (step.paid_the_rest, step.rest_tetri, step.left_tetri) == (1, 500, 1700)


def test_what_is_given_from_the_rest_has_its_step_too(cast: Cast) -> None:
    rule = rule_as_data(EqualSharesRule("plain", completion="greedy"))
    cycle = make_closed(cast, [[1], [1], [2], [2], [2]], (1000, 2900), envelope_tetri=4500, rule=rule)

    steps = steps_of(count_cycle(cycle, by=cast.official, seconded_by=cast.other_official))

    assert [(step.project.number, step.is_funded, step.price_tetri, step.left_tetri) for step in steps] == [
        (1, True, 500, 3500),
        (2, True, None, 600),
    ]


def test_equal_shares_that_fund_nothing_say_why_of_each_project(cast: Cast) -> None:
    rule = rule_as_data(EqualSharesRule("plain"))
    cycle = make_closed(cast, [[1], [2]], (900, 900), envelope_tetri=1000, rule=rule)

    steps = steps_of(count_cycle(cycle, by=cast.official, seconded_by=cast.other_official))

    assert {step.project.number for step in steps} == {1, 2}
    assert {(step.is_funded, step.reason, step.left_tetri) for step in steps} == {
        (False, f"Those who chose it held 5{NBSP}₾ together: 4{NBSP}₾ less than it costs.", 1000)
    }


def test_a_count_from_before_there_was_a_trace_has_no_steps(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    Count.objects.update(trace=None, with_nothing=None, other=None, archive="")

    assert steps_of(Count.objects.get()) == []
    assert client.get(reverse("results_step", args=[cycle.address, 1])).status_code == 404
    assert "/results/steps/" not in client.get(reverse("results", args=[cycle.address])).content.decode()


SHARES = [
    (GreedyRule(), None),
    (EqualSharesRule(), 1600),
    (EqualSharesRule("add1-exhaustive", "cardinality", "greedy"), 1000),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rule", "share_tetri"), SHARES, ids=str)
def test_every_step_has_its_page_in_every_language(
    client: Client, cast: Cast, rule: Rule, share_tetri: int | None, language: str
) -> None:
    cycle = make_town(cast, rule=rule_as_data(rule))
    steps = steps_of(count_cycle(cycle, by=cast.official, seconded_by=cast.other_official))

    for step in steps:
        page = client.get(f"/{language}/cycles/{cycle.pk}/results/steps/{step.number}/")

        assert (page.status_code, page.context["step"].project, page.cookies) == (200, step.project, {})
        assert page.context["share_tetri"] == share_tetri
        links = [f"/results/steps/{number}/" in page.content.decode() for number in range(1, len(steps) + 2)]
        assert links == [True] * len(steps) + [False]


def test_the_steps_of_an_older_count_lead_to_each_other(client: Client, cast: Cast) -> None:
    cycle = make_town(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    project = cycle.proposals.get(number=1)
    publish(run_count(ask_count(cycle, by=cast.official, reason="Withdrawn.", withdrawn=[project])))
    path = reverse("results_step", args=[cycle.address, 1])

    standing, older = client.get(path), client.get(path, {"count": first.pk})

    steps = [page.context["step"] for page in (standing, older)]
    assert [(step.project, step.is_funded) for step in steps] == [(project, False), (project, True)]
    assert f'/results/steps/2/?count={first.pk}" rel="next"' in older.content.decode()
    assert "?count=" not in standing.content.decode()


def paths(cycle: Cycle) -> list[str]:
    results = reverse("results", args=[cycle.address])
    return [results, f"{results}steps/1/"]


@pytest.mark.parametrize("number", ["abc", "", "-1", "0", "1.5", "9" * 9, "9" * 19, "9" * 5000, "1'--", "²", "٣٣"])
def test_a_count_that_is_not_there_is_not_found(client: Client, cast: Cast, number: str) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert [client.get(path, {"count": number}).status_code for path in paths(cycle)] == [404, 404]


@pytest.mark.parametrize("number", ["0", "5", "9" * 9, "9" * 25, "9" * 3000, "-1", "x", "1.0"])
def test_a_step_that_is_not_there_is_not_found(client: Client, cast: Cast, number: str) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert client.get(f"/en/cycles/{cycle.pk}/results/steps/{number}/").status_code == 404


def test_another_cycles_count_is_not_found(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle, other = make_closed(cast), make_closed(elsewhere)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    foreign = count_cycle(other, by=elsewhere.official, seconded_by=elsewhere.other_official)

    assert [client.get(path, {"count": foreign.pk}).status_code for path in paths(cycle)] == [404, 404]


def test_steps_before_the_count_and_posts_are_refused(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)

    assert [client.get(path).status_code for path in paths(cycle)] == [404, 404]
    assert [client.post(path).status_code for path in paths(cycle)] == [405, 405]
