"""What the residents' list asks."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.voting.identity.numbers import NumberField
from budgeting.voting.identity.residents.reading import read_year


class ResidentForm(forms.Form):
    number = NumberField()
    year = forms.CharField(
        label=gettext_lazy("Year of birth"),
        help_text=gettext_lazy("Four digits, for example 1985."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Write the year in which you were born.")},
    )

    def clean_year(self) -> int:
        year = read_year(self.cleaned_data["year"])
        if year is None:
            raise ValidationError(_("Write the year in which you were born with four digits, for example 1985."))
        return year
