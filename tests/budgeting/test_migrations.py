"""What older installations have stored survives a migration."""

from collections.abc import Iterator
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
from budgeting.results.actions import ask_count, run_count
from budgeting.results.exports import export_election
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import standing_count, summarise
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from tests.factories import LANGUAGES, dates_at, make_municipality

FIRST = ("budgeting", "0001_initial")
SEED = "0123456789abcdef" * 2
NBSP = "\N{NO-BREAK SPACE}"


def migrate(*targets: tuple[str, str]) -> None:
    """Migrates to these, or to the newest of all."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@pytest.fixture
def before_traces(transactional_db: None) -> Iterator[Apps]:
    """The models as they were when a count had no trace; afterwards the database is as new as the others."""
    graph = MigrationExecutor(connection).loader.graph
    if FIRST not in graph.nodes:
        pytest.skip("the suite runs without migrations")
    migrate(FIRST)
    try:
        yield MigrationExecutor(connection).loader.project_state([FIRST]).apps
    finally:
        migrate()


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


def test_counts_from_before_there_were_traces_are_kept_and_shown(before_traces: Apps, client: Client) -> None:
    cycle_pk, official = store_old_count(before_traces)

    migrate()

    cycle, count = Cycle.objects.get(pk=cycle_pk), Count.objects.get()
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

    for language in LANGUAGES:
        page = client.get(f"/{language}/cycles/{cycle.pk}/results/")
        assert (page.status_code, SEED in page.content.decode()) == (200, True)
        assert client.get(f"/{language}/embed/cycles/{cycle.pk}/results/").status_code == 200
    page = client.get(f"/en/cycles/{cycle.pk}/results/")
    assert [bar.reason for bar in page.context["bars"]] == [
        "Its turn came while there was enough money for it.",
        f"When its turn came, 4{NBSP}₾ was left: 1{NBSP}₾ less than it costs.",
        "Nobody chose it.",
    ]
    with pytest.raises(NotPossible):
        export_election(cycle)


def test_a_cycle_from_before_there_were_traces_is_counted_again(before_traces: Apps) -> None:
    cycle_pk, official = store_old_count(before_traces)
    old_cost = before_traces.get_model("budgeting", "Proposal").objects.filter(number=3)
    old_cost.update(cost_tetri=100)
    migrate()
    cycle, first = Cycle.objects.get(pk=cycle_pk), Count.objects.get()

    second = run_count(ask_count(cycle, by=official, reason="To have an archive."))

    assert standing_count(cycle) == second
    assert (second.ballots, first.outcomes.count(), second.outcomes.count()) == (0, 3, 3)
    assert [project.project_id for project in export_election(cycle).projects] == ["3", "2", "1"]
