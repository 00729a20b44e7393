"""Identifying a voter by the code on a card."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.codes import read_code
from budgeting.voting.identity.base import Voter
from budgeting.voting.identity.card.models import Card
from budgeting.voting.keys import keyed_hash

# 11 free signs of 5 bits: with 100,000 cards out, a guess hits one in 360,000,000,000.
CODE_LENGTH = 12


class CardForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code on your voting card"),
        help_text=gettext_lazy("12 letters and numbers. Dashes and spaces do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the code that is printed on your card.")},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"], CODE_LENGTH)
        if code is None:
            raise ValidationError(_("This code has a typing mistake. Compare it with your card, sign by sign."))
        return code


class VotingCard:
    name = "card"
    label = gettext_lazy("Voting card")
    form_class = CardForm

    def identify(self, cycle: Cycle, cleaned: dict[str, str]) -> Voter:
        """The holder of a card issued for this very cycle; a card may come again to change the ballot."""
        code = cleaned["code"]
        if not Card.objects.filter(cycle=cycle, code_hash=keyed_hash(cycle, "card", code)).exists():
            raise NotPossible(_("This card is not valid for this vote. Ask where you got it for a new one."))
        return Voter(keyed_hash(cycle, "roll", f"card:{code}"), self.name)
