"""Counting how far people come."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from budgeting.voting.models import Step, StepCount
from budgeting.voting.steps import count_step
from tests.factories import make_vote
from tests.people import Cast


def totals() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for one in StepCount.objects.all():
        found[one.step, one.language] = found.get((one.step, one.language), 0) + one.total
    return found


def test_count_step_adds_one_to_each_step_in_the_language_of_the_page(cast: Cast) -> None:
    cycle = make_vote(cast)

    for _time in range(30):  # more than there are shards: rows are made, and counted on
        count_step(cycle, Step.IDENTIFIED, Step.CAST)
    with translation.override("hy"):
        count_step(cycle, Step.IDENTIFIED)

    assert totals() == {("identified", "en"): 30, ("cast", "en"): 30, ("identified", "hy"): 1}
    assert StepCount.objects.filter(language="en").count() <= 2 * StepCount.SHARDS


def test_count_step_is_one_statement_however_many_steps(cast: Cast) -> None:
    cycle = make_vote(cast)

    with CaptureQueriesContext(connection) as asked:
        count_step(cycle, Step.STARTED, Step.CHECKED, Step.IDENTIFIED)

    assert len(asked) == 1
