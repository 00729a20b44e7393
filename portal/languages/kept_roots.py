"""Roots kept as rows beside what they are found in: only what has changed is written."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet


def keep_roots(stored: QuerySet[Any], wanted: Iterable[Any], owner: str) -> None:
    """Makes `stored`, all rows of some owners, say what `wanted` says: rows not saved yet, each root once an owner.

    `owner` is the field with the owner's id. What stands there already is not written again. Call it in a transaction.
    """
    key = attrgetter(owner, "root", "weight")
    new = {key(row): row for row in wanted}
    old = {tuple(facts): pk for pk, *facts in stored.values_list("pk", owner, "root", "weight")}
    stored.filter(pk__in=[pk for facts, pk in old.items() if facts not in new]).delete()
    stored.model._default_manager.bulk_create([row for facts, row in new.items() if facts not in old], batch_size=2000)
