"""The administrator's commands: make_key and destroy_keys."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from budgeting.closing.actions import close_vote
from budgeting.closing.models import Closing
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.keys import copy_key, destroy_key, has_key, key_path, keyed_hash
from portal.clock import pinned
from portal.log.models import Entry
from tests.factories import make_cycle, make_vote, make_voters
from tests.people import Cast

ROW = re.compile(r"^  \d  [0-9A-Z]{4}-[0-9A-Z]{4}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


def run(command: str, *args: object, typed: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> str:
    out = StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
    call_command(command, *args, stdout=out)
    return out.getvalue()


def closed(cast: Cast) -> Closing:
    cycle = make_vote(cast)
    cast_ballot(cycle, [1], voter=make_voters(cast, cycle)[0])
    with pinned(cycle.voting_until_at + GRACE):
        return close_vote(cycle, by=cast.official, seconded_by=cast.other_official)


def test_make_key_makes_it_once_and_says_where_it_lies(cast: Cast) -> None:
    cycle = make_cycle(cast)

    said = run("make_key", cycle.pk)
    key = copy_key(cycle)

    assert str(key_path(cycle)) in said
    assert key.hex() not in said
    assert "has a key already; nothing was changed" in run("make_key", cycle.pk)
    assert copy_key(cycle) == key
    assert list(Entry.objects.filter(act__endswith="_key").values_list("act", flat=True)) == ["make_key"]


def test_a_copy_on_paper_restores_the_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = make_cycle(cast)
    printed = run("make_key", cycle.pk, "--copy")
    key, before = copy_key(cycle), keyed_hash(cycle, "roll", "a")
    rows = "\n".join(ROW.findall(printed))
    assert len(rows.splitlines()) == 9
    assert f"CYCLE_KEYS={cycle.key_name}={key.hex()}" in printed
    destroy_key(cycle)

    run("make_key", cycle.pk, "--restore", typed=rows, monkeypatch=monkeypatch)

    assert (copy_key(cycle), keyed_hash(cycle, "roll", "a")) == (key, before)
    assert key_path(cycle).stat().st_mode & 0o777 == 0o600
    acts = list(Entry.objects.filter(act__endswith="_key").order_by("pk").values_list("act", flat=True))
    assert acts == ["make_key", "copy_key", "restore_key"]


def test_the_printed_entry_of_the_environment_is_the_same_key(cast: Cast, settings: Settings) -> None:
    cycle = make_cycle(cast)
    printed = run("make_key", cycle.pk, "--copy")
    before = keyed_hash(cycle, "roll", "a")
    [(name, key)] = re.findall(r"^CYCLE_KEYS=(\S+)=([0-9a-f]{64})$", printed, re.MULTILINE)
    destroy_key(cycle)

    settings.CYCLE_KEYS = {name: key}

    assert keyed_hash(cycle, "roll", "a") == before


def test_a_key_in_use_that_is_gone_is_restored_and_never_drawn_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make_vote(cast)
    make_voters(cast, cycle)
    rows = "\n".join(ROW.findall(run("make_key", cycle.pk, "--copy")))
    destroy_key(cycle)

    with pytest.raises(CommandError, match="another one would let everybody vote a second time"):
        run("make_key", cycle.pk)
    with pytest.raises(CommandError, match="another one would let everybody vote a second time"):
        run("make_key", cycle.pk, "--copy")
    assert not has_key(cycle)
    run("make_key", cycle.pk, "--restore", typed=rows, monkeypatch=monkeypatch)
    assert has_key(cycle)


@pytest.mark.parametrize("typed", ["", "7K2M", "x\n" * 9, "0000-0000\n" * 9])
def test_what_is_no_key_is_not_restored(cast: Cast, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    cycle = make_cycle(cast)

    with pytest.raises(CommandError):
        run("make_key", cycle.pk, "--restore", typed=typed, monkeypatch=monkeypatch)

    assert not has_key(cycle)


def test_restore_does_not_write_over_a_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = make_cycle(cast)
    rows = "\n".join(ROW.findall(run("make_key", cycle.pk, "--copy")))

    with pytest.raises(CommandError, match="has its key; nothing was changed"):
        run("make_key", cycle.pk, "--restore", typed=rows, monkeypatch=monkeypatch)


def test_the_key_of_a_closed_vote_does_not_come_back(cast: Cast) -> None:
    cycle = closed(cast).cycle

    for option in ([], ["--copy"], ["--restore"]):
        with pytest.raises(CommandError, match="its key was destroyed and must not come back"):
            run("make_key", cycle.pk, *option)


def test_make_key_of_no_cycle(db: None) -> None:
    with pytest.raises(CommandError, match=r"There is no cycle 99\."):
        run("make_key", 99)


def test_destroy_keys_finishes_what_a_crash_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the machine had died between the commit and the end of the key."""
    with monkeypatch.context() as patched:
        patched.setattr("budgeting.closing.actions.destroy_key", lambda _cycle: False)
        closing = closed(cast)
    assert (closing.key_gone_at, has_key(closing.cycle)) == (None, True)

    said = run("destroy_keys")

    closing.refresh_from_db()
    assert (closing.key_gone_at is not None, has_key(closing.cycle)) == (True, False)
    assert f"Cycle {closing.cycle.pk}: its key is destroyed" in said
    assert "burn the sealed copies" in said
    assert "No closed vote has a key left." in run("destroy_keys")


def test_destroy_keys_names_what_the_environment_still_holds(cast: Cast, settings: Settings) -> None:
    cycle = make_cycle(cast)
    settings.CYCLE_KEYS = {}
    closing = closed(cast)
    Closing.objects.update(key_gone_at=None)
    settings.CYCLE_KEYS = {str(closing.cycle.key_name): "00" * 32}

    with pytest.raises(CommandError) as left:
        run("destroy_keys")

    assert str(closing.cycle.key_name) in str(left.value)
    assert str(cycle.key_name) not in str(left.value)
    assert "00" * 32 not in str(left.value)
    settings.CYCLE_KEYS = {}
    run("destroy_keys")
    closing.refresh_from_db()
    assert closing.key_gone_at is not None
