"""What every identity method offers to the page that asks who is voting."""

from dataclasses import dataclass
from typing import Protocol

from django import forms
from django.utils.functional import Promise

from budgeting.cycles.models import Cycle


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody entitled to vote in a cycle: known by a keyed hash and nothing else."""

    voter_key: str
    method: str


class IdentityMethod(Protocol):
    """`form_class` asks the person; `identify` reads its cleaned data.

    `identify` raises NotPossible with a sentence when the proof does not hold in this cycle.
    """

    name: str
    label: str | Promise
    form_class: type[forms.Form]

    def identify(self, cycle: Cycle, cleaned: dict[str, str]) -> Voter: ...
