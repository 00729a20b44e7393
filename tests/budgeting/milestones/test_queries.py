"""Reading the implementation: what a recount leaves, and that more rows ask no more queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.milestones.actions import change_spending
from budgeting.milestones.charts import cycle_money_chart, money_chart, steps_chart
from budgeting.milestones.models import Kind, Milestone
from budgeting.milestones.progress import Standing
from budgeting.milestones.queries import implementation_of, progress_of
from budgeting.proposals.models import Proposal
from portal.clock import now, pinned
from tests.budgeting.milestones.works import make_counted, make_done, make_step, project_of
from tests.budgeting.results.test_recounts import recount
from tests.factories import make_vote
from tests.people import Cast


def test_before_a_count_nothing_is_followed(cast: Cast) -> None:
    assert implementation_of(make_vote(cast)).rows == ()


def test_funded_projects_stand_by_their_numbers_with_the_cost_the_vote_decided(cast: Cast, project: Proposal) -> None:
    rows = implementation_of(project.cycle).rows

    assert [(row.project.number, row.planned_tetri, row.paid_tetri, row.standing) for row in rows] == [
        (1, 600, 0, Standing.NOT_BEGUN),
        (3, 400, 0, Standing.NOT_BEGUN),
    ]


def test_late_and_next_are_worked_out_from_the_clock(cast: Cast, project: Proposal) -> None:
    make_done(cast, project, Kind.TENDER)
    make_step(cast, project, Kind.DONE, days=10)
    make_step(cast, project, Kind.WORKS, days=4)

    def read() -> tuple[object, ...]:
        row = progress_of(project)
        assert row
        return row.standing, row.upcoming and row.upcoming.kind, [one.kind for one in row.late]

    assert read() == (Standing.TENDER, "works", [])
    with pinned(now() + timedelta(days=5)):
        assert read() == (Standing.TENDER, "works", ["works"])
    with pinned(now() + timedelta(days=12)):
        assert read() == (Standing.TENDER, "works", ["works", "done"])
        assert implementation_of(project.cycle).late == 1


def test_sums_are_those_of_the_rows(cast: Cast, project: Proposal) -> None:
    change_spending(project, by=cast.official, planned_tetri=700, contracted_tetri=500, paid_tetri=200)

    whole = implementation_of(project.cycle)

    assert (whole.planned_tetri, whole.contracted_tetri, whole.paid_tetri, whole.done) == (1100, 500, 200, 0)
    assert [row.value for row in cycle_money_chart(whole, "en").rows] == [200, 300, 600]
    assert [row.value for row in money_chart(whole.rows[0], "en").rows] == [200, 300, 200]


def test_recount_that_changes_winners_loses_nothing(cast: Cast, project: Proposal) -> None:
    make_done(cast, project, Kind.TENDER)
    late = make_step(cast, project, Kind.WORKS, days=-3)
    change_spending(project, by=cast.official, planned_tetri=600, contracted_tetri=500, paid_tetri=200)
    before = list(Milestone.objects.order_by("pk").values())

    recount(project.cycle, cast.other_official, (1,))

    assert list(Milestone.objects.order_by("pk").values()) == before
    rows = implementation_of(project.cycle).rows
    assert [(row.project.number, row.is_funded, row.standing) for row in rows] == [
        (2, True, Standing.NOT_BEGUN),
        (3, True, Standing.NOT_BEGUN),
        (1, False, Standing.NO_LONGER_FUNDED),
    ]
    row = progress_of(project)
    assert row == rows[-1]
    assert (row.milestones[-1], row.late, row.paid_tetri) == (late, (), 200)


def test_steps_stand_in_the_chart_in_the_order_of_their_days(cast: Cast, project: Proposal) -> None:
    make_step(cast, project, Kind.DONE, days=10)
    make_step(cast, project, Kind.WORKS, days=-3)
    make_done(cast, project, Kind.BUDGET)
    row = progress_of(project)
    assert row

    chart = steps_chart(row, "en")

    assert [(one.name, one.tone, one.shown.partition(" ")[0]) for one in chart.rows] == [
        ("Works begun", "warm", "Late:"),
        ("In the budget", "good", "Taken"),
        ("Done", "plain", "Planned"),
    ]


@pytest.mark.parametrize("read", ["cycle", "project"])
def test_queries_do_not_grow_with_projects_and_steps(cast: Cast, read: str) -> None:
    cycle = make_counted(cast, ballots=[[1, 2], [3]], costs=(100, 100, 100, 100), max_projects=4)
    project = project_of(cycle)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = implementation_of(cycle).rows if read == "cycle" else [progress_of(project)]
            for row in rows:
                assert row
                [moved.reason for one in row.milestones for moved in one.moves.all()]
                assert f"{row.project.cycle.municipality.name} {row.standing.label}"
        return len(queries)

    make_step(cast, project, Kind.WORKS)
    one = cost()
    for number in (1, 2, 3):
        for kind in (Kind.BUDGET, Kind.TENDER, Kind.DONE):
            make_step(cast, project_of(cycle, number), kind)
    assert cost() == one
    assert one <= 6
