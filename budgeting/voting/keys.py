"""The secret keys of a cycle, in files outside the database (KEYS_DIR).

A copy of the database alone then names nobody: voters and ballots stand in it only as HMACs. (Until the
ballots are rewritten in a random order at the close, the order of the rows still pairs a roll entry with a
ballot, though neither with a person.)

`roll` hides who voted, `ballot` is what finds one voter's ballot again while voting is open, `card` hides the
codes of the voting cards.
"""

import hmac
import logging
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible

logger = logging.getLogger(__name__)

Purpose = Literal["roll", "ballot", "card"]
PURPOSES: tuple[Purpose, ...] = ("roll", "ballot", "card")


class KeyMissing(NotPossible):
    """The cycle's key is not on this machine: nobody can be identified until it is restored."""

    def __init__(self) -> None:
        super().__init__(_("Nobody can be identified just now. Please try again later."))


def make_keys(cycle: Cycle) -> None:
    """Draws the cycle's keys, readable by the server's own user alone; keeps those already there.

    KeyMissing where a key in use is gone: another one would let everybody vote a second time.
    """
    missing = [path for purpose in PURPOSES if not (path := _path(cycle, purpose)).exists()]
    if missing and (cycle.cards.exists() or cycle.roll.exists()):
        raise KeyMissing
    settings.KEYS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in missing:
        _create_whole(path, secrets.token_bytes(32))


def _create_whole(path: Path, key: bytes) -> None:
    """The file appears with all its bytes or not at all, and of two processes at once one wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    try:
        draft.write_bytes(key)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()


def remove_keys(cycle: Cycle) -> None:
    for purpose in PURPOSES:
        _path(cycle, purpose).unlink(missing_ok=True)


def keyed_hash(cycle: Cycle, purpose: Purpose, text: str) -> str:
    """HMAC-SHA-256 of the text under the cycle's key, as 64 hexadecimal digits. KeyMissing without a key."""
    return KeyedHash(cycle, purpose)(text)


class KeyedHash:
    """`keyed_hash` for many texts: reads the key once."""

    def __init__(self, cycle: Cycle, purpose: Purpose) -> None:
        try:
            self._key = _path(cycle, purpose).read_bytes()
        except FileNotFoundError:
            logger.error("No %s key for cycle %s in KEYS_DIR.", purpose, cycle.pk)
            raise KeyMissing from None

    def __call__(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), sha256).hex()


def _path(cycle: Cycle, purpose: Purpose) -> Path:
    return Path(settings.KEYS_DIR) / f"{cycle.key_name}.{purpose}"
