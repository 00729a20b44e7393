"""What the second form carries in a hidden field, sealed under the cycle's key: nothing of it can be read or changed."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.identity.residents.hashes import ListHashes
from budgeting.voting.keys import seal, unseal

RANGE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who asks for a code, as hashes of the personal number; the phone it goes to; and the attempt it belongs to."""

    voter_key: str
    list_hash: str
    phone: str
    attempt: str = ""

    @classmethod
    def of(cls, cycle: Cycle, number: str, phone: str) -> Self:
        return cls(key_of_number(cycle, number), ListHashes(cycle).of_number(number), phone)

    @property
    def phone_range(self) -> str:
        """The phone without its last digits."""
        return self.phone[:-RANGE_DIGITS]

    def sealed(self, cycle: Cycle) -> str:
        return seal(cycle, "phone", json.dumps(asdict(self)))

    @classmethod
    def unsealed(cls, cycle: Cycle, text: str) -> Self:
        """ValueError for what this cycle has not sealed."""
        return cls(**json.loads(unseal(cycle, "phone", text)))
