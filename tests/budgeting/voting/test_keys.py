"""The keys of a cycle: files of its own, readable by the server alone."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connections
from pytest_django import Settings

from budgeting.cycles.models import Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.keys import PURPOSES, KeyedHash, KeyMissing, Purpose, keyed_hash, make_keys, remove_keys
from tests.factories import make_vote, make_voters
from tests.people import Cast

NOT_NOW = "Nobody can be identified just now. Please try again later."


@pytest.fixture
def folder(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "below" / "keys"
    return tmp_path / "below" / "keys"


def test_make_keys_makes_three_private_files(folder: Path) -> None:
    cycle = Cycle(pk=7)

    make_keys(cycle)

    assert sorted(path.name for path in folder.iterdir()) == [
        f"{cycle.key_name}.{purpose}" for purpose in sorted(PURPOSES)
    ]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [len(path.read_bytes()) for path in folder.iterdir()] == [32] * 3
    assert len({path.read_bytes() for path in folder.iterdir()}) == 3


def test_make_keys_keeps_those_already_there(folder: Path) -> None:
    cycle = Cycle(pk=7)
    make_keys(cycle)
    before = keyed_hash(cycle, "roll", "card:1")

    make_keys(cycle)

    assert keyed_hash(cycle, "roll", "card:1") == before


def test_keyed_hash_differs_by_cycle_purpose_and_text(folder: Path) -> None:
    cycles = [Cycle(pk=7), Cycle(pk=8)]
    for cycle in cycles:
        make_keys(cycle)

    hashes = {keyed_hash(cycle, purpose, text) for cycle in cycles for purpose in PURPOSES for text in ("a", "b", "ა")}

    assert len(hashes) == 2 * 3 * 3
    assert {len(digest) for digest in hashes} == {64}


def test_keyed_hash_for_many_texts_is_the_same(folder: Path) -> None:
    cycle = Cycle(pk=7)
    make_keys(cycle)

    assert KeyedHash(cycle, "roll")("a") == keyed_hash(cycle, "roll", "a")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_without_its_key_nothing_is_hashed_and_the_log_says_which(
    folder: Path, purpose: Purpose, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(KeyMissing) as refusal:
        keyed_hash(Cycle(pk=7), purpose, "a")

    assert str(refusal.value) == NOT_NOW
    assert caplog.messages == [f"No {purpose} key for cycle 7 in KEYS_DIR."]


def test_a_key_in_use_is_never_drawn_anew(cast: Cast) -> None:
    """Else everybody could vote a second time."""
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [1], voter=voter)
    remove_keys(cycle)

    with pytest.raises(KeyMissing):
        make_keys(cycle)
    with pytest.raises(KeyMissing):
        issue_cards(cycle, by=cast.booth_officer, count=1)


def test_remove_keys_removes_this_cycles_alone_and_may_be_repeated(folder: Path) -> None:
    gone, kept = Cycle(pk=7), Cycle(pk=8)
    make_keys(gone)
    make_keys(kept)

    remove_keys(gone)
    remove_keys(gone)

    assert {path.name.partition(".")[0] for path in folder.iterdir()} == {str(kept.key_name)}


def _make_and_hash(cycle: Cycle, start: Barrier) -> str:
    try:
        start.wait()
        make_keys(cycle)
        return keyed_hash(cycle, "card", "a")
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_those_who_make_keys_at_once_work_with_the_same_key(folder: Path) -> None:
    """Else the cards of one batch would be worthless, or hashed under an empty key."""
    for number in range(1, 41):
        cycle, start = Cycle(pk=number), Barrier(6)

        with ThreadPoolExecutor(6) as pool:
            hashes = {job.result() for job in [pool.submit(_make_and_hash, cycle, start) for _number in range(6)]}

        assert hashes == {keyed_hash(cycle, "card", "a")}
        assert len(list(folder.glob(f"{cycle.key_name}.*"))) == 3
