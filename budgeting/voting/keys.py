"""The secret key of a cycle, outside the database: a file in KEYS_DIR, or an entry of CYCLE_KEYS in the environment.

One key of 32 bytes a cycle; each purpose has a key of its own derived from it, so that what is stored for one
purpose cannot be compared with what is stored for another. A copy of the database alone then names nobody:
voters, phones and cards stand in it only as HMACs. When the vote is closed the key is destroyed, and nobody can
work any of them out again.
"""

import hmac
import logging
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible

logger = logging.getLogger(__name__)

# roll: who has voted · ballot: finds one voter's ballot again · card, desk: codes · list: the residents' list
# phone: phones, addresses and contacts, for limits and reminders · trace: what bursts are found by
Purpose = Literal["roll", "ballot", "card", "desk", "list", "phone", "trace"]
KEY_BYTES = 32


class KeyMissing(NotPossible):
    """The cycle's key is not on this machine: nobody can be identified until it is restored."""

    def __init__(self) -> None:
        super().__init__(_("Nobody can be identified just now. Please try again later."))


def make_key(cycle: Cycle) -> Path | None:
    """Draws the cycle's key, readable by the server's own user alone, and returns its file.

    None where there is one already. KeyMissing where a key in use is gone: another one would let everybody
    vote a second time.
    """
    if has_key(cycle):
        return None
    if cycle.cards.exists() or cycle.desk_codes.exists() or cycle.roll.exists():
        raise KeyMissing
    return restore_key(cycle, secrets.token_bytes(KEY_BYTES))


def restore_key(cycle: Cycle, key: bytes) -> Path:
    """Writes the key's file: it appears with all its bytes or not at all, and of two processes at once one wins."""
    path = key_path(cycle)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave a file of no bytes
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
    return path


def has_key(cycle: Cycle) -> bool:
    return _read(cycle) is not None


def copy_key(cycle: Cycle) -> bytes:
    """The key itself, for its sealed copies and nothing else. KeyMissing without one."""
    key = _read(cycle)
    if key is None:
        raise KeyMissing
    return key


def destroy_key(cycle: Cycle) -> bool:
    """Writes over and removes all files of the cycle's key, also unfinished ones and those of its earlier form;
    returns whether the key is gone. One in the environment only the administrator can take away.
    """
    for path in key_path(cycle).parent.glob(f"{cycle.key_name}.*"):
        with path.open("r+b", buffering=0) as file:  # in place: a file written anew may lie elsewhere on the disk
            file.write(secrets.token_bytes(KEY_BYTES))
            os.fsync(file.fileno())
        path.unlink()
    return not has_key(cycle)


def keyed_hash(cycle: Cycle, purpose: Purpose, text: str) -> str:
    """HMAC-SHA-256 of the text under the cycle's key, as 64 hexadecimal digits. KeyMissing without a key."""
    return KeyedHash(cycle, purpose)(text)


class KeyedHash:
    """`keyed_hash` for many texts: reads the key once."""

    def __init__(self, cycle: Cycle, purpose: Purpose) -> None:
        self._key = _derived(cycle, purpose)

    def __call__(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), sha256).hex()


def seal(cycle: Cycle, purpose: Purpose, text: str, *, under: str = "") -> str:
    """The text encrypted under the cycle's key, and under `under` too: a code that only its holder knows."""
    return _box(cycle, purpose, under).encrypt_at_time(text.encode(), 0).decode()  # a seal tells no time


def unseal(cycle: Cycle, purpose: Purpose, sealed: str, *, under: str = "") -> str:
    """What was sealed. ValueError if it was sealed otherwise."""
    try:
        return _box(cycle, purpose, under).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ValueError("sealed under another key or code") from None


def _box(cycle: Cycle, purpose: Purpose, under: str) -> Fernet:
    key = hmac.digest(_derived(cycle, purpose), b"seal:" + under.encode(), sha256)
    return Fernet(urlsafe_b64encode(key))


def _derived(cycle: Cycle, purpose: Purpose) -> bytes:
    key = _read(cycle)
    if key is None:
        logger.error("No key for cycle %s in KEYS_DIR or CYCLE_KEYS.", cycle.pk)
        raise KeyMissing
    return hmac.digest(key, f"khma {purpose}".encode(), sha256)


def _read(cycle: Cycle) -> bytes | None:
    if written := settings.CYCLE_KEYS.get(str(cycle.key_name)):
        return bytes.fromhex(written)
    with suppress(FileNotFoundError):
        return key_path(cycle).read_bytes()
    return None


def key_path(cycle: Cycle) -> Path:
    """Where the key's file lies, or would."""
    return Path(settings.KEYS_DIR) / f"{cycle.key_name}.key"
