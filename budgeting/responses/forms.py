"""What residents are asked about an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.languages.typed import TypedField


class NotDoneForm(forms.Form):
    reason = TypedField(
        label=_("What is not done"),
        help_text=_("Say where, and what you saw. The municipality and the public read it."),
        max_length=500,
        required=False,  # the action says what is missing
        widget=forms.Textarea(attrs={"rows": 4, "aria-required": "true"}),
    )
