"""Locks between those who cast and the one who counts."""

from django.db import connection

from budgeting.cycles.models import Cycle


def hold_open(cycle: Cycle) -> None:
    """Keeps a count waiting until this transaction ends; any number may hold it at once.

    Call it before the last look at the stage: a ballot is then in the count, or refused. SQLite needs no
    lock, its writing transactions stand in line from their start.
    """
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {Cycle._meta.db_table} WHERE id = %s FOR SHARE", [cycle.pk])  # noqa: S608


def wait_for_casts(cycle: Cycle) -> None:
    """Waits until every ballot on its way is stored, and lets no other in before this transaction ends."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
