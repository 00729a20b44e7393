"""What a side is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.outcomes.models import LONGEST_WORDS, Met
from portal.languages.typed import TypedField


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Met.choices, widget=forms.RadioSelect, required=False
    )
    words = TypedField(
        label=_("In your words"),
        help_text=_("Everybody reads it, beside what the other side says."),
        max_length=LONGEST_WORDS,
        required=False,  # the action says what is missing
        widget=forms.Textarea(attrs={"rows": 4, "aria-required": "true"}),
    )
