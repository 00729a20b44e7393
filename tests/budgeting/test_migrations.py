"""What older installations have stored survives a migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from budgeting.counting.rule import GreedyRule
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.responses.queries import office_records
from budgeting.results.actions import ask_count, publish, run_count
from budgeting.results.exports import export_election
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import standing_count, summarise
from budgeting.workdays import term
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now, today
from tests.factories import LANGUAGES, dates_at, make_municipality

FIRST = ("budgeting", "0001_initial")
BEFORE_CLOCKS = ("budgeting", "0003_rivals")
BEFORE_STORED_SUMS = ("budgeting", "0023_signatures_in_one_order")
BEFORE_THE_LAST_GATE = ("budgeting", "0025_complaints")
SEED = "0123456789abcdef" * 2
NBSP = "\N{NO-BREAK SPACE}"


def migrate(*targets: tuple[str, str]) -> None:
    """Migrates to these, or to the newest of all."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@contextmanager
def back_at(target: tuple[str, str]) -> Iterator[Apps]:
    """The models as they were then; afterwards the database is as new as the others."""
    graph = MigrationExecutor(connection).loader.graph
    if target not in graph.nodes:
        pytest.skip("the suite runs without migrations")
    migrate(target)
    try:
        yield MigrationExecutor(connection).loader.project_state([target]).apps
    finally:
        migrate()


@pytest.fixture
def before_traces(transactional_db: None) -> Iterator[Apps]:
    """When a count had no trace."""
    with back_at(FIRST) as apps:
        yield apps


@pytest.fixture
def before_clocks(transactional_db: None) -> Iterator[Apps]:
    """When nobody owed an answer by a day."""
    with back_at(BEFORE_CLOCKS) as apps:
        yield apps


@pytest.fixture
def before_stored_sums(transactional_db: None) -> Iterator[Apps]:
    """When a page read the trace for one number."""
    with back_at(BEFORE_STORED_SUMS) as apps:
        yield apps


def store_old_count(old: Apps) -> tuple[int, User]:
    """A counted cycle as the first release stored it: 600 of 1,000 tetri given, 500 no longer there, one unwanted.

    Returns its key and an official."""
    municipality = make_municipality()
    official = User.objects.create_user("official@marneuli.example")
    grant_role(official, RoleKind.OFFICIAL, municipality)
    dates = dates_at(Stage.OBJECTIONS)
    cleared_at = dates["proposing_from_at"] - timedelta(days=1)
    cycle = old.get_model("budgeting", "Cycle").objects.create(
        municipality_id=municipality.pk,
        **dict.fromkeys(("title", *(f"title_{code}" for code in LANGUAGES)), "Budget 2025"),
        **dates,
        proposing_cleared_at=cleared_at,
        voting_cleared_at=cleared_at,
        envelope_tetri=1000,
        counting_rule="greedy",
        lot_seed=SEED,
    )
    count = old.get_model("budgeting", "Count").objects.create(
        cycle=cycle, rule="greedy", lot_seed=SEED, ballots=3, envelope_tetri=1000, counted_by_id=official.pk
    )
    rows = [
        (3, 600, True, "fits", 1000, False),
        (1, 500, False, "no_money_left", 400, True),
        (0, 90, False, "no_votes", 0, False),
    ]
    for number, (votes, cost, is_funded, reason, left, is_tied) in enumerate(rows, start=1):
        project = old.get_model("budgeting", "Proposal").objects.create(
            cycle=cycle,
            written_in="ka",
            title=f"P{number}",
            title_ka=f"P{number}",
            state="on_ballot",
            number=number,
            cost_tetri=cost,
        )
        facts: dict[str, Any] = {"votes": votes, "cost_tetri": cost, "is_funded": is_funded, "reason": reason}
        old.get_model("budgeting", "Outcome").objects.create(
            count=count, project=project, place=number, left_tetri=left, is_tied=is_tied, **facts
        )
    return cycle.pk, official


def test_counts_from_before_there_were_traces_are_kept_shown_and_counted_again(
    before_traces: Apps, client: Client
) -> None:
    cycle_pk, official = store_old_count(before_traces)

    migrate()

    cycle, count = Cycle.objects.get(pk=cycle_pk), Count.objects.get()
    assert_kept(cycle, count, official)
    assert_shown(client, cycle)
    assert_counted_again(cycle, count, official)


def test_what_a_trace_knows_is_stored_beside_it(before_stored_sums: Apps) -> None:
    dates = dates_at(Stage.OBJECTIONS)
    cycle = before_stored_sums.get_model("budgeting", "Cycle").objects.create(
        municipality_id=make_municipality().pk, title="Budget 2025", envelope_tetri=1000, **dates
    )
    counts = before_stored_sums.get_model("budgeting", "Count").objects
    traces = ({"parts": [{"with_nothing": 4}, {"with_nothing": 3}]}, None)
    stored = [counts.create(cycle=cycle, rule={}, trace=trace, counted_at=now()).pk for trace in traces]

    migrate()

    assert [Count.objects.get(pk=pk).with_nothing for pk in stored] == [7, None]


def assert_kept(cycle: Cycle, count: Count, official: User) -> None:
    assert (cycle.counting, count.counting, count.conditions, count.lot_seed) == (
        GreedyRule(),
        GreedyRule(),
        {"lot_seed": SEED},
        SEED,
    )
    assert (count.cycle, count.asked_by, count.ballots, count.envelope_tetri, count.reason, count.failure) == (
        cycle,
        official,
        3,
        1000,
        "",
        "",
    )
    assert (standing_count(cycle), count.trace, count.other, count.archive.name) == (count, None, None, "")
    fields = ("project__number", "place", "votes", "cost_tetri", "is_funded", "reason", "is_funded_otherwise")
    assert list(Outcome.objects.values_list(*fields)) == [
        (1, 1, 3, 600, True, "fits", None),
        (2, 2, 1, 500, False, "no_money_left", None),
        (3, 3, 0, 90, False, "no_votes", None),
    ]
    assert list(Outcome.objects.values_list("decision", flat=True)) == [
        {"held": held, "missing": missing, "tied_with": [], "by_lot": False}
        for held, missing in ((1000, 0), (400, 100), (0, 90))
    ]
    found = summarise(count, list(count.outcomes.all()))
    assert (found.funded, found.spent_tetri, found.left_tetri, found.with_nothing) == (1, 600, 400, None)


def assert_shown(client: Client, cycle: Cycle) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/cycles/{cycle.pk}/results/")
        assert (page.status_code, SEED in page.content.decode()) == (200, True)
        assert client.get(f"/embed/cycles/{cycle.pk}/results/?lang={language}").status_code == 200
    page = client.get(f"/en/cycles/{cycle.pk}/results/")
    assert [bar.reason for bar in page.context["bars"]] == [
        "Its turn came while there was enough money for it.",
        f"When its turn came, 4{NBSP}₾ was left: 1{NBSP}₾ less than it costs.",
        "Nobody chose it.",
    ]
    with pytest.raises(NotPossible):
        export_election(cycle)


def assert_counted_again(cycle: Cycle, first: Count, official: User) -> None:
    Proposal.objects.filter(number=3).update(cost_tetri=100)

    second = publish(run_count(ask_count(cycle, by=official, reason="To have an archive.")))

    assert standing_count(cycle) == second
    assert (second.ballots, first.outcomes.count(), second.outcomes.count()) == (0, 3, 3)
    assert [project.project_id for project in export_election(cycle).projects] == ["3", "2", "1"]


def store_asked(old: Apps, cycle: Any, author: User, *states: str) -> list[Any]:
    """Published proposals in Azerbaijani, in these states, each with its ask, as an earlier release stored them."""
    rows = []
    for number, state in enumerate(states, start=1):
        ask = old.get_model("budgeting", "Ask").objects.create(municipality_id=cycle.municipality_id)
        rows.append(
            old.get_model("budgeting", "Proposal").objects.create(
                cycle=cycle,
                author_id=author.pk,
                written_in="az",
                title=f"P{number}",
                title_az=f"P{number}",
                state=state,
                ask=ask,
                created_at=now() - timedelta(days=40),
                published_at=now() - timedelta(days=20),
            )
        )
    return rows


def test_clocks_start_where_an_answer_is_owed_and_nowhere_else(before_clocks: Apps) -> None:
    official = User.objects.create_user("official@marneuli.example")
    cycle = before_clocks.get_model("budgeting", "Cycle").objects.create(
        municipality_id=make_municipality().pk, title="Budget 2025", **dates_at(Stage.REVIEWING), envelope_tetri=1000
    )
    waiting, taken_back, refused, planned = store_asked(
        before_clocks, cycle, official, "published", "withdrawn", "rejected", "feasible"
    )
    before_clocks.get_model("budgeting", "ProposalEvent").objects.create(
        proposal=waiting, name="submit", at=now() - timedelta(days=30)
    )
    for office, outcome, days_ago in (("მერია", "accepted", 9), ("საკრებულო", "in_progress", 5)):
        before_clocks.get_model("budgeting", "Response").objects.create(
            ask=planned.ask,
            outcome=outcome,
            reason="R",
            reason_ka="კარგია",
            evidence="Line 5",
            office=office,
            answered_by_id=official.pk,
            answered_at=now() - timedelta(days=days_ago),
        )

    migrate()

    promised = term(today(), 30)
    owed = {one.pk: one.ask for one in Proposal.objects.select_related("ask__office")}
    assert [owed[one.pk].owed_on for one in (waiting, taken_back, refused, planned)] == [
        promised.end,
        None,
        None,
        promised.end,
    ]
    ask = owed[waiting.pk]
    assert (ask.started_on, ask.term_days, ask.written_in, ask.asked_by) == (promised.start, 30, "az", official)
    assert owed[planned.pk].office.name_ka == "საკრებულო"
    assert owed[planned.pk].responses.first().next_update_on == promised.end
    assert Proposal.objects.get(pk=waiting.pk).submitted_at.date() == (now() - timedelta(days=30)).date()
    assert sum(record.asked for record in office_records(ask.municipality)) == 2


@pytest.fixture
def before_the_last_gate(transactional_db: None) -> Iterator[Apps]:
    """When a cycle was closed by its dates alone."""
    with back_at(BEFORE_THE_LAST_GATE) as apps:
        yield apps


def test_cycles_that_were_closed_stay_closed_and_no_other_is(before_the_last_gate: Apps) -> None:
    place = make_municipality()

    def store(stage: Stage, **cleared: Any) -> int:
        dates = dates_at(stage)
        facts = dict.fromkeys(cleared, dates["proposing_from_at"])
        cycles = before_the_last_gate.get_model("budgeting", "Cycle").objects
        return cycles.create(municipality_id=place.pk, title="B", envelope_tetri=1000, **dates, **facts).pk

    gates = dict.fromkeys(("proposing_cleared_at", "voting_cleared_at"))
    closed, early = store(Stage.CLOSED, **gates), store(Stage.CLOSED, voting_closed_at=None, **gates)
    at_work, never_opened = store(Stage.IMPLEMENTING, **gates), store(Stage.CLOSED, proposing_cleared_at=None)

    migrate()

    stages = {cycle.pk: (cycle.stage, cycle.closing_cleared_at is not None) for cycle in Cycle.objects.all()}
    assert stages == {
        closed: (Stage.CLOSED, True),
        early: (Stage.CLOSED, True),
        at_work: (Stage.IMPLEMENTING, False),
        never_opened: (Stage.REVIEWING, False),
    }
