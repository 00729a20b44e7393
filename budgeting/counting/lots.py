"""The lot that settles what nothing else does, drawn from a published seed so that anyone can draw it again."""

from collections.abc import Iterable
from hashlib import sha256


def lot_order(ids: Iterable[str], seed: str) -> tuple[str, ...]:
    """The project ids sorted by SHA-256 of "seed:id" in hexadecimal: the first one wins a tie."""
    return tuple(sorted(ids, key=lambda project: sha256(f"{seed}:{project}".encode()).hexdigest()))
