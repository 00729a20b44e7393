"""Queries whose SQL is made once in a process.

For what every voter asks, Django's work on the words of a query outweighs the database's on the answer.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import get_language


class Slot(Expression):
    """Stands in a kept query where a value comes when it is asked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[Any]]:
        return "%s", [self]


class KeptQuery:
    """Called with numbers and texts, it asks the database for the rows that `make` of them would give.

    `make` is called once a language, with slots for the values: they may only be compared for equality, and nothing
    may be prefetched. Every call asks anew, only the words of the question are kept. `is_shared_lock` locks the rows
    against changes and against no other reader, which the ORM cannot; SQLite's writers stand in line without.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, is_shared_lock: bool = False) -> None:
        self._make, self._is_shared_lock = make, is_shared_lock
        self._kept: dict[tuple[str, str | None], tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]] = {}

    def __call__(self, *values: int | str) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        key = connection.vendor, get_language()
        if key not in self._kept:
            self._kept[key] = self._compile(connection, len(values))
        queryset, compiler, sql, parameters = self._kept[key]
        asked, runner = queryset.all(), copy(compiler)
        runner.connection = connection
        filled = tuple(values[one.place] if isinstance(one, Slot) else one for one in parameters)
        runner.as_sql = lambda *_options, **_named: (sql, filled)
        asked.query.get_compiler = lambda *_options, **_named: runner
        return list(asked._iterable_class(asked))

    def _compile(
        self, connection: BaseDatabaseWrapper, slots: int
    ) -> tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._make(*map(Slot, range(slots)))
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _name in compiler.select])
        compiler.get_converters = lambda _columns: converters
        lock = " FOR SHARE" if self._is_shared_lock and connection.features.has_select_for_update else ""
        return queryset, compiler, sql + lock, parameters
