"""Joining new entries to the chain, in batches: an act never waits for the chain."""

from django.db import connection, transaction

from portal.log.chain import BEFORE_THE_FIRST, hash_of
from portal.log.models import Entry, Link, Seal

BATCH = 2000
_LOCK = 0x4B686D61  # any number, as long as nobody else uses it


@transaction.atomic
def seal_log() -> Seal | None:
    """Joins every entry that has no link yet, in the order of their ids, and seals the chain; None without a new one.

    An entry whose transaction ended late may have a lower id than others that are sealed: the next seal takes it.
    One process at a time; another one waits and then finds nothing to do.
    """
    _wait_for_others()
    last = Link.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, BEFORE_THE_FIRST)
    first, after = number, 0
    while entries := list(Entry.objects.filter(link=None, pk__gt=after).order_by("pk")[:BATCH]):
        links = []
        for entry in entries:
            number += 1
            previous = hash_of(entry, previous)
            links.append(Link(entry=entry, number=number, hash=previous))
        Link.objects.bulk_create(links)
        after = entries[-1].pk
    if number == first:
        return None
    newest = Seal.objects.first()
    return Seal.objects.create(
        number=newest.number + 1 if newest else 1, last_link=Link.objects.get(number=number), root=previous
    )


def seal_soon() -> None:
    """Seals the log after the commit: what matters most does not wait for the next run of `manage.py seal_log`."""
    transaction.on_commit(seal_log, robust=True)


def _wait_for_others() -> None:
    """SQLite needs no lock: its writing transactions stand in line from their start."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
