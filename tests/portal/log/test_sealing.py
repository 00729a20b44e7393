"""Joining entries to the chain."""

import threading

import pytest
from django.db import connection, connections

from portal.log.chain import BEFORE_THE_FIRST, hash_of
from portal.log.guards import guard, unguard
from portal.log.models import Entry, Link, Seal, record
from portal.log.sealing import seal_log
from portal.log.verifying import verify_log
from tests.people import Cast


def test_a_seal_joins_what_is_new_in_the_order_of_ids(cast: Cast) -> None:
    entries = [record("sign_gate", number, by=cast.official) for number in range(3)]

    seal = seal_log()

    links = list(Link.objects.select_related("entry"))
    assert [(link.number, link.entry) for link in links] == list(enumerate(entries, start=1))
    assert links[0].hash == hash_of(entries[0], BEFORE_THE_FIRST)
    assert (seal.number, seal.last_link, seal.root) == (1, links[2], links[2].hash)


def test_nothing_new_makes_no_seal(cast: Cast) -> None:
    assert seal_log() is None
    record("sign_gate", "x", by=cast.official)
    seal_log()

    assert (seal_log(), Seal.objects.count()) == (None, 1)


def test_an_entry_that_came_late_with_a_lower_id_is_taken_by_the_next_seal(cast: Cast) -> None:
    first, late, second = (record("sign_gate", number, by=cast.official) for number in range(3))
    unguard(connection, "log_entry")
    with connection.cursor() as cursor:  # not committed yet, as others see it
        cursor.execute("UPDATE log_entry SET id = %s WHERE id = %s", [late.pk + 1000, late.pk])
        seal_log_without(late.pk + 1000)
        cursor.execute("UPDATE log_entry SET id = %s WHERE id = %s", [late.pk, late.pk + 1000])
    guard(connection, "log_entry")

    seal_log()

    assert list(Link.objects.values_list("entry_id", flat=True)) == [first.pk, second.pk, late.pk]
    assert verify_log().entries == 3


def seal_log_without(pk: int) -> None:
    """Seals all but the last entry."""
    kept = Entry.objects.get(pk=pk)
    Entry.objects.filter(pk=pk)._raw_delete(using="default")
    seal_log()
    Entry.objects.bulk_create([kept])


def test_many_entries_are_sealed_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sealing", "verifying"):
        monkeypatch.setattr(f"portal.log.{module}.BATCH", 3)
    for number in range(10):
        record("sign_gate", number, by=cast.official)

    seal_log()

    found = verify_log()
    assert (found.entries, found.seals) == (10, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_chain(cast: Cast) -> None:
    for number in range(200):
        record("sign_gate", number, by=cast.official)

    def seal() -> None:
        record("sign_gate", "mine", by=None)
        seal_log()
        connections.close_all()

    threads = [threading.Thread(target=seal) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    seal_log()
    assert verify_log().entries == 208
