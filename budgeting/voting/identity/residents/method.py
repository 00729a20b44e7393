"""Identifying a voter by the municipality's list: personal number and birth year."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.base import Visitor, Voter, WrongProof
from budgeting.voting.identity.limits import caller_of, limited
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.identity.residents.forms import ResidentForm
from budgeting.voting.identity.residents.hashes import ListHashes
from budgeting.voting.identity.residents.models import Resident
from budgeting.voting.identity.residents.queries import Place, place_on_list

# Wrong tries an hour: somebody who slips, and a library or a village behind one address.
MOST_PER_NUMBER = 5
MOST_PER_ADDRESS = 60


class ResidentsList:
    name = "residents"
    label = gettext_lazy("Residents' list")
    level = 1
    holds: tuple[type[Model], ...] = (Resident,)

    def make_form(self, cycle: Cycle, data: Mapping[str, str] | None = None) -> forms.Form:
        return ResidentForm(data)

    def identify(self, cycle: Cycle, cleaned: dict[str, Any], visitor: Visitor) -> Voter:
        """The resident with this number and birth year. A number that is not listed and a wrong year are told apart
        neither by the answer nor by what is looked up."""
        number, place = cleaned["number"], caller_of(visitor.address)
        proof_hash = ListHashes(cycle).of_proof(number, cleaned["year"])
        with limited(cycle, {f"list:{place}:{number}": MOST_PER_NUMBER, f"list:{place}": MOST_PER_ADDRESS}):
            found = list(Resident.objects.filter(cycle=cycle, proof_hash=proof_hash).values_list("area_id", flat=True))
            if not found:
                raise WrongProof
        return Voter(key_of_number(cycle, number), self.name, area=found[0])

    def place_of(self, cycle: Cycle, number: str) -> Place:
        """What the list says of a person whose document an officer sees."""
        return place_on_list(cycle, ListHashes(cycle).of_number(number))

    def forget(self, cycle: Cycle) -> dict[str, int]:
        return {"residents": Resident.objects.filter(cycle=cycle).delete()[0]}
