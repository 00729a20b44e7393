"""Tables that only grow: the database itself refuses to change or delete their rows."""

from typing import Any

from django.db import migrations

REFUSAL = "this table only grows"


def guard(connection: Any, table: str) -> None:
    """From now on rows of the table can be added and read, and nothing else. Doing it again changes nothing."""
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor]:
            cursor.execute(statement.format(table=table, refusal=REFUSAL))


def unguard(connection: Any, table: str) -> None:
    """Takes the guard away: for migrations, and for tests that empty their database."""
    with connection.cursor() as cursor:
        for statement in _REMOVALS[connection.vendor]:
            cursor.execute(statement.format(table=table))


class GuardTable(migrations.RunPython):
    """The operation of a migration that guards one table."""

    def __init__(self, table: str) -> None:
        super().__init__(
            lambda _apps, editor: guard(editor.connection, table),
            lambda _apps, editor: unguard(editor.connection, table),
        )
        self.table = table

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return self.__class__.__name__, [self.table], {}


_STATEMENTS = {
    "sqlite": (
        "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
        "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION khma_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        "DROP TRIGGER IF EXISTS only_grows ON {table}",
        "DROP TRIGGER IF EXISTS only_grows_whole ON {table}",
        "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION khma_only_grows()",
        "CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION khma_only_grows()",
    ),
}
_REMOVALS = {
    "sqlite": ("DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS only_grows ON {table}",
        "DROP TRIGGER IF EXISTS only_grows_whole ON {table}",
    ),
}
