"""The log only grows."""

import pytest
from django.db.models import ProtectedError

from portal.clock import now
from portal.log.models import Entry, record
from tests.people import Cast


@pytest.fixture
def entry(cast: Cast) -> Entry:
    return record("sign_gate", "Budget 2026", by=cast.official, municipality=cast.municipality, gate="voting")


def test_record_adds_one_entry(cast: Cast, entry: Entry) -> None:
    kept = Entry.objects.get()

    assert (kept.act, kept.subject, kept.facts) == ("sign_gate", "Budget 2026", {"gate": "voting"})
    assert (kept.by, kept.municipality) == (cast.official, cast.municipality)
    assert (now() - kept.at).total_seconds() < 60


def test_an_entry_cannot_be_changed(entry: Entry) -> None:
    for mine in (entry, Entry.objects.get()):
        mine.subject = "Another"

        with pytest.raises(TypeError, match="The log only grows"):
            mine.save()

    assert Entry.objects.get().subject == "Budget 2026"


def test_an_entry_cannot_be_deleted(entry: Entry) -> None:
    with pytest.raises(TypeError, match="The log only grows"):
        entry.delete()

    assert Entry.objects.count() == 1


def test_a_person_in_the_log_cannot_be_deleted(cast: Cast, entry: Entry) -> None:
    with pytest.raises(ProtectedError):
        cast.official.delete()
    with pytest.raises(ProtectedError):
        cast.municipality.delete()

    assert Entry.objects.count() == 1


def test_a_long_subject_is_cut(cast: Cast) -> None:
    assert len(record("sign_gate", "x" * 300, by=cast.official).subject) == 200


def test_the_newest_entry_comes_first(cast: Cast, entry: Entry) -> None:
    later = record("count_cycle", "Budget 2026", by=cast.official)

    assert list(Entry.objects.all()) == [later, entry]
