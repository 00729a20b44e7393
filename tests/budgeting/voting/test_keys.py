"""The key of a cycle: a file of its own, readable by the server alone, or an entry of the environment."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import get_args

import pytest
from django.db import connections
from pytest_django import Settings

from budgeting.cycles.models import Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.keys import (
    KeyedHash,
    KeyMissing,
    Purpose,
    destroy_key,
    has_key,
    keyed_hash,
    make_key,
    restore_key,
    seal,
    unseal,
)
from tests.factories import make_vote, make_voters
from tests.people import Cast

NOT_NOW = "Nobody can be identified just now. Please try again later."
PURPOSES = get_args(Purpose)


@pytest.fixture
def folder(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "below" / "keys"
    return tmp_path / "below" / "keys"


def test_make_key_makes_one_private_file(folder: Path) -> None:
    cycle = Cycle(pk=7)

    path = make_key(cycle)

    assert path == folder / f"{cycle.key_name}.key"
    assert list(folder.iterdir()) == [path]
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(path.read_bytes()) == 32
    assert has_key(cycle)


def test_make_key_keeps_the_one_already_there(folder: Path) -> None:
    cycle = Cycle(pk=7)
    make_key(cycle)
    before = keyed_hash(cycle, "roll", "card:1")

    assert make_key(cycle) is None

    assert keyed_hash(cycle, "roll", "card:1") == before


def test_keyed_hash_differs_by_cycle_purpose_and_text(folder: Path) -> None:
    cycles = [Cycle(pk=7), Cycle(pk=8)]
    for cycle in cycles:
        make_key(cycle)

    hashes = {keyed_hash(cycle, purpose, text) for cycle in cycles for purpose in PURPOSES for text in ("a", "b", "ა")}

    assert len(hashes) == 2 * len(PURPOSES) * 3
    assert {len(digest) for digest in hashes} == {64}


def test_keyed_hash_for_many_texts_is_the_same(folder: Path) -> None:
    cycle = Cycle(pk=7)
    make_key(cycle)

    assert KeyedHash(cycle, "roll")("a") == keyed_hash(cycle, "roll", "a")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_without_its_key_nothing_is_hashed_and_the_log_says_so(
    folder: Path, purpose: Purpose, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(KeyMissing) as refusal:
        keyed_hash(Cycle(pk=7), purpose, "a")

    assert str(refusal.value) == NOT_NOW
    assert caplog.messages == ["No key for cycle 7 in KEYS_DIR or CYCLE_KEYS."]


def test_a_key_in_use_is_never_drawn_anew(cast: Cast) -> None:
    """Else everybody could vote a second time."""
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [1], voter=voter)
    destroy_key(cycle)

    with pytest.raises(KeyMissing):
        make_key(cycle)
    with pytest.raises(KeyMissing):
        issue_cards(cycle, by=cast.booth_officer, count=1)


def test_destroy_key_takes_this_cycles_alone_and_may_be_repeated(folder: Path) -> None:
    gone, kept = Cycle(pk=7), Cycle(pk=8)
    make_key(gone)
    make_key(kept)

    assert (destroy_key(gone), destroy_key(gone)) == (True, True)

    assert [path.name for path in folder.iterdir()] == [f"{kept.key_name}.key"]
    assert (has_key(gone), has_key(kept)) == (False, True)


def test_destroy_key_writes_over_the_bytes_on_the_disk(folder: Path, tmp_path: Path) -> None:
    """Another name of the same file shows what has become of its bytes."""
    cycle = Cycle(pk=7)
    path = make_key(cycle)
    other_name = tmp_path / "same bytes"
    other_name.hardlink_to(path)
    before = other_name.read_bytes()

    destroy_key(cycle)

    assert (len(other_name.read_bytes()), other_name.read_bytes() == before) == (32, False)


def test_a_copy_of_the_key_gives_the_same_hashes_again(folder: Path) -> None:
    cycle = Cycle(pk=7)
    copy = make_key(cycle).read_bytes()
    before = keyed_hash(cycle, "roll", "a")
    destroy_key(cycle)

    path = restore_key(cycle, copy)

    assert keyed_hash(cycle, "roll", "a") == before
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_in_the_environment_works_and_can_only_be_taken_away_there(folder: Path, settings: Settings) -> None:
    cycle = Cycle(pk=7)
    settings.CYCLE_KEYS = {str(cycle.key_name): "ab" * 32}

    assert make_key(cycle) is None
    assert not folder.exists()
    assert len(keyed_hash(cycle, "roll", "a")) == 64
    assert not destroy_key(cycle)

    settings.CYCLE_KEYS = {}
    assert destroy_key(cycle)


@pytest.mark.parametrize("under", ["", "7K2M-9QXA"])
def test_what_was_sealed_is_read_again_and_tells_no_time(folder: Path, under: str) -> None:
    cycle = Cycle(pk=7)
    make_key(cycle)

    sealed = seal(cycle, "phone", "+995 555 12 34 56 · Սոնա", under=under)

    assert unseal(cycle, "phone", sealed, under=under) == "+995 555 12 34 56 · Սոնա"
    assert sealed.startswith("gAAAAAAAAAAA")  # Fernet's version and eight bytes of time, all of them zero
    assert sealed != seal(cycle, "phone", "+995 555 12 34 56 · Սոնա", under=under)


def test_a_seal_opens_only_for_its_cycle_purpose_and_code(folder: Path) -> None:
    cycle, other = Cycle(pk=7), Cycle(pk=8)
    for each in (cycle, other):
        make_key(each)
    sealed = seal(cycle, "phone", "a", under="code")

    for where, purpose, under in ((other, "phone", "code"), (cycle, "desk", "code"), (cycle, "phone", "")):
        with pytest.raises(ValueError, match="sealed under another key or code"):
            unseal(where, purpose, sealed, under=under)
    destroy_key(cycle)
    with pytest.raises(KeyMissing):
        unseal(cycle, "phone", sealed, under="code")


def _make_and_hash(cycle: Cycle, start: Barrier) -> str:
    try:
        start.wait()
        make_key(cycle)
        return keyed_hash(cycle, "card", "a")
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_those_who_make_a_key_at_once_work_with_the_same_key(folder: Path) -> None:
    """Else the cards of one batch would be worthless, or hashed under an empty key."""
    for number in range(1, 41):
        cycle, start = Cycle(pk=number), Barrier(6)

        with ThreadPoolExecutor(6) as pool:
            hashes = {job.result() for job in [pool.submit(_make_and_hash, cycle, start) for _number in range(6)]}

        assert hashes == {keyed_hash(cycle, "card", "a")}
        assert [path.name for path in folder.glob(f"{cycle.key_name}*")] == [f"{cycle.key_name}.key"]
