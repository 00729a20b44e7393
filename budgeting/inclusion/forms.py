"""What is asked after taking part. Every question may be left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.inclusion.models import AgeBand, Gender
from portal.languages.texts import read_text

NO_WORD = ("", _("No answer"))


class AboutYouForm(forms.Form):
    """Gender and age."""

    gender = forms.ChoiceField(
        label=_("Gender"), choices=[*Gender.choices, NO_WORD], required=False, widget=forms.RadioSelect
    )
    age = forms.ChoiceField(
        label=_("Age"), choices=[*AgeBand.choices, NO_WORD], required=False, widget=forms.RadioSelect
    )


class AboutYouAndPlaceForm(AboutYouForm):
    """With the village or town, and the `token` by which a form sent twice counts once."""

    settlement = forms.ChoiceField(label=_("Village or town"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(one.pk), read_text(one, "name").text) for one in cycle.municipality.settlements.all()]
        field = self.fields["settlement"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [NO_WORD, *places]
