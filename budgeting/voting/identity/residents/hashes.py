"""What of a resident is hashed, in one place for the list and for those who ask it."""

from budgeting.cycles.models import Cycle
from budgeting.voting.keys import KeyedHash


class ListHashes:
    """The hashes under which a cycle's list knows people. KeyMissing without the cycle's key."""

    def __init__(self, cycle: Cycle) -> None:
        self._hashed = KeyedHash(cycle, "list")

    def of_number(self, number: str) -> str:
        return self._hashed(f"number:{number}")

    def of_proof(self, number: str, year: int) -> str:
        return self._hashed(f"proof:{number}:{year}")
