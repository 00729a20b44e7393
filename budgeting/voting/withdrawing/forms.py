"""What is asked for a withdrawal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.languages.typed import TypedField


class WithdrawalForm(forms.Form):
    number = forms.IntegerField(label=_("Number of the project"), min_value=1, max_value=100_000)
    reason = TypedField(
        label=_("Reason"), help_text=_("The public reads it."), max_length=500, widget=forms.Textarea({"rows": 3})
    )
