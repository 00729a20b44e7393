"""Identifying a voter by the code an officer handed over."""

from collections.abc import Mapping

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.base import Visitor, Voter, WrongProof
from budgeting.voting.identity.checking.person import open_under
from budgeting.voting.identity.code_field import CodeField
from budgeting.voting.identity.desk.models import DeskCode
from budgeting.voting.keys import keyed_hash

CODE_LENGTH = 12  # as long as a card's, for the same reason


class DeskCodeForm(forms.Form):
    code = CodeField(
        length=CODE_LENGTH,
        label=gettext_lazy("The code you were given after showing your document"),
        help_text=gettext_lazy("12 letters and numbers. Dashes and spaces do not matter."),
        error_messages={"required": gettext_lazy("Write the code you were given.")},
        mistake=gettext_lazy("This code has a typing mistake. Compare it with your slip, sign by sign."),
    )


class DeskCheck:
    name = "desk"
    label = gettext_lazy("Document shown to an officer")
    level = 3
    holds: tuple[type[Model], ...] = (DeskCode,)

    def make_form(self, cycle: Cycle, data: Mapping[str, str] | None = None) -> forms.Form:
        return DeskCodeForm(data, auto_id="id_desk_%s")  # a card's form may stand on the same page

    def identify(self, cycle: Cycle, cleaned: dict[str, str], visitor: Visitor) -> Voter:
        """The person the code was handed to; it may come again to change the ballot."""
        code = cleaned["code"]
        handed = DeskCode.objects.filter(cycle=cycle, code_hash=keyed_hash(cycle, "desk", code)).first()
        if handed is None or handed.is_replaced:
            raise WrongProof
        person = open_under(code, handed.sealed_key, cycle, "desk")
        return Voter(person.voter_key, self.name, area=person.area)

    def forget(self, cycle: Cycle) -> dict[str, int]:
        return {"desk_codes": DeskCode.objects.filter(cycle=cycle).delete()[0]}
