"""How far people come, as counts by language and nothing else."""

from secrets import randbelow

from django.db import connection
from django.utils.translation import get_language

from budgeting.cycles.models import Cycle
from budgeting.voting.models import Step, StepCount

# One statement, which the ORM has not: nobody waits for a row twice, and no two can make it at once.
_COUNT = f"""
    INSERT INTO {StepCount._meta.db_table} AS kept (cycle_id, step, language, shard, total) VALUES %s
    ON CONFLICT (cycle_id, step, language, shard) DO UPDATE SET total = kept.total + 1
"""  # noqa: S608
# A count that a power cut takes back is no loss, so no voter waits for the disk to have it.
_LAZILY = "SET LOCAL synchronous_commit TO off;"


def count_step(cycle: Cycle, *steps: Step) -> None:
    """Adds one to each of the steps, in the language of the page.

    Call it outside the cast's transaction: the counts would otherwise bear its mark.
    """
    shard = randbelow(StepCount.SHARDS)
    rows = [value for step in steps for value in (cycle.pk, step.value, get_language(), shard)]
    statement = _COUNT.replace("%s", ", ".join(["(%s, %s, %s, %s, 1)"] * len(steps)))
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        statement = _LAZILY + statement
    with connection.cursor() as cursor:
        cursor.execute(statement, rows)
