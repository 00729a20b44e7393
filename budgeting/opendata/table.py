"""What a data file is: its columns, each with its words and its value. Files and their explanation are made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localtime

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """`value` reads it from what a row is made of; None is an empty cell. `codes` are what may stand in it."""

    name: str
    words: Words
    value: Callable[[Any], object]
    codes: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One file. `is_of` says what it is one of: "cycle", "municipality" or "site"."""

    name: str
    title: Words
    is_of: str
    columns: tuple[Column, ...]

    @property
    def head(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self, thing: Any) -> list[object]:
        """The row in a table: true is 1, nothing is empty."""
        return [_cell(value) for value in self.record(thing).values()]

    def record(self, thing: Any) -> dict[str, object]:
        """The row as JSON holds it, by the names of the columns; moments with the offset of Tbilisi."""
        return {column.name: plain(column.value(thing)) for column in self.columns}


def plain(value: object) -> object:
    """The value as JSON can hold it."""
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="minutes")
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _cell(value: object) -> object:
    if value is None:
        return ""
    return int(value) if isinstance(value, bool) else value
