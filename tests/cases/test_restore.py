"""A copy of the database taken to another machine: it recounts, and once the key is destroyed it links nobody."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from django.db import DatabaseError, connection

from budgeting.closing.models import SealedBallot
from budgeting.counting.archive import differences
from budgeting.cycles.models import Cycle
from budgeting.results.actions import count_cycle
from budgeting.results.models import Count
from budgeting.results.queries import published_archive
from budgeting.voting.actions import GRACE
from budgeting.voting.keys import KeyMissing, keyed_hash, make_key
from budgeting.voting.models import Ballot, Roll
from portal.clock import pinned
from portal.log.sealing import seal_log
from portal.log.verifying import verify_log
from tests.cases.open_election import VOTERS, Secret, hold_vote
from tests.cases.open_election import on_disk as on_disk  # a fixture
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def linked(secrets: list[Secret], cycle: Cycle) -> int:
    """How many ballots whoever has the database, the cards and the key finds again."""
    found = 0
    for one in secrets:
        voter_key = keyed_hash(cycle, "roll", f"card:{one.code}")
        ballots = Ballot.objects.filter(ballot_key=keyed_hash(cycle, "ballot", voter_key))
        found += Roll.objects.filter(voter_key=voter_key).exists() and ballots.exists()
    return found


def backup(path: Path, to: Path) -> Path:
    """A copy of the file alone, as a nightly backup makes it; what is in the write-ahead log goes into the file first."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copyfile(path, to))


def restore(copy: Path) -> None:
    """From now on the site stands on the copy."""
    connection.close()
    connection.settings_dict["NAME"] = str(copy)


def test_case_40_a_copy_elsewhere_recounts_the_same_and_links_nobody(
    cast: Cast, on_disk: Path | None, tmp_path: Path
) -> None:
    if on_disk is None:
        pytest.skip("On PostgreSQL copies are pg_dump's: the next test.")
    cycle, secrets = hold_vote(cast)
    assert linked(secrets, cycle) == VOTERS  # while the vote is open, the key does link: the pages say so
    with pinned(cycle.voting_until_at + GRACE):
        first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    published = published_archive(first).result
    seal_log()
    verified = verify_log()
    copy = backup(on_disk, tmp_path / "elsewhere.sqlite3")

    restore(copy)

    with connect(copy) as checked:
        assert checked.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert checked.execute("PRAGMA foreign_key_check").fetchall() == []
    assert (verify_log(verified.root), verified.waiting) == (verified, 0)
    with pinned(cycle.voting_until_at + GRACE):
        again = count_cycle(
            Cycle.objects.get(), by=cast.official, seconded_by=cast.other_official, reason="Restored elsewhere."
        )
    archive = published_archive(again)
    assert (archive.result, differences(archive), again.ballots) == (published, [], VOTERS)
    assert list(again.outcomes.values_list("project", "place", "votes", "is_funded")) == list(
        Count.objects.get(pk=first.pk).outcomes.values_list("project", "place", "votes", "is_funded")
    )
    with pytest.raises(KeyMissing):
        linked(secrets, cycle)
    with pytest.raises(KeyMissing):
        make_key(cycle)


@pytest.mark.postgres
def test_case_40_a_dump_restored_elsewhere_recounts_the_same_and_links_nobody(cast: Cast) -> None:
    """By pg_dump into a database that is empty, with the guards of the sealed tables and of the log."""
    if not shutil.which("pg_dump"):
        pytest.skip("There is no pg_dump here.")
    cycle, secrets = hold_vote(cast)
    with pinned(cycle.voting_until_at + GRACE):
        first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    seal_log()
    verified, published = verify_log(), published_archive(first).result

    with restored_from_a_dump():
        assert verify_log(verified.root) == verified
        with pinned(cycle.voting_until_at + GRACE):
            again = count_cycle(
                Cycle.objects.get(), by=cast.official, seconded_by=cast.other_official, reason="Restored elsewhere."
            )
        assert (published_archive(again).result, again.ballots) == (published, VOTERS)
        with pytest.raises(KeyMissing):
            linked(secrets, cycle)
        with pytest.raises(DatabaseError):
            SealedBallot.objects.all().delete()


@contextmanager
def restored_from_a_dump() -> Iterator[None]:
    """Inside, the site stands on a copy of its database under another name."""
    facts = connection.settings_dict
    name, copy = facts["NAME"], f"{facts['NAME']}_restored"
    server = ["-h", facts["HOST"], "-p", str(facts["PORT"] or 5432), "-U", facts["USER"]]
    environment = {**os.environ, "PGPASSWORD": facts["PASSWORD"]}

    def run(*command: str, **more: Any) -> bytes:
        return subprocess.run([*command[:1], *server, *command[1:]], env=environment, check=True, **more).stdout

    dump = run("pg_dump", name, capture_output=True)
    run("createdb", copy)
    try:
        run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", copy, input=dump, stdout=subprocess.DEVNULL)
        connection.close()
        facts["NAME"] = copy
        yield
    finally:
        connection.close()
        facts["NAME"] = name
        run("dropdb", "--if-exists", copy)


def test_case_40_an_older_copy_without_the_key_links_nobody(cast: Cast, on_disk: Path | None, tmp_path: Path) -> None:
    """Taken while the vote was open, and restored after the key was destroyed. Its rows still pair entries of the roll
    with ballots by their order, which is why such copies are to be deleted; but no card leads to either."""
    if on_disk is None:
        pytest.skip("On PostgreSQL copies are pg_dump's.")
    cycle, secrets = hold_vote(cast)
    copy = backup(on_disk, tmp_path / "older.sqlite3")
    with pinned(cycle.voting_until_at + GRACE):
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    restore(copy)

    assert (Ballot.objects.count(), Roll.objects.count()) == (VOTERS, VOTERS)
    with pytest.raises(KeyMissing):
        linked(secrets, cycle)
    names = [text for one in secrets for text in (one.code, one.session)]
    stored = str([*Ballot.objects.values_list(), *Roll.objects.values_list()])
    assert [text for text in names if text in stored] == []
