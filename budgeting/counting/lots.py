"""The lot that settles what nothing else does, drawn from a published seed so that anyone can draw it again."""

from collections.abc import Iterable
from hashlib import sha256


def lot_order(numbers: Iterable[int], seed: str) -> dict[int, int]:
    """Each project's place in the lot, from 0: projects sorted by SHA-256 of "seed:number" in hexadecimal."""
    drawn = sorted(numbers, key=lambda number: (sha256(f"{seed}:{number}".encode()).hexdigest(), number))
    return {number: place for place, number in enumerate(drawn)}
