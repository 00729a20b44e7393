"""What is asked about signed sheets, and about handing them over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.campaigns.paper.actions import MOST_SIGNATURES
from cms.campaigns.paper.models import LONGEST_WORDS
from portal.languages.typed import TypedField


class ReadingForm(forms.Form):
    total = forms.IntegerField(
        label=_("How many valid signatures do you count?"), min_value=1, max_value=MOST_SIGNATURES
    )


class BatchForm(ReadingForm):
    upload = forms.FileField(
        label=_("Scan of the signed sheets"), help_text=_("One PDF file. Only those who count see it.")
    )
    field_order = ["upload", "total"]


class HandOverForm(forms.Form):
    handed_on = forms.DateField(
        label=_("On which day was it handed over?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    received_by = TypedField(label=_("Who received it?"), max_length=200)
    words = TypedField(
        label=_("In your words"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    upload = forms.FileField(label=_("Photo"), required=False)
    photo_alt = TypedField(
        label=_("What the photo shows"),
        help_text=_("For people who do not see it, in a sentence."),
        max_length=200,
        required=False,
    )
