"""A database column for plain letters, compared the same way everywhere."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class PlainField(models.CharField):
    """Text compared byte by byte, so that what begins with some letters is one range of an index.

    SQLite does that anyway; in PostgreSQL the database's own collation would scatter the range.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}
