"""What is asked of who reports or appeals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.proposals.states import RejectionCode
from portal.languages.typed import TypedField


class ReportForm(forms.Form):
    code = forms.ChoiceField(label=_("What is wrong"), choices=[("", _("Choose")), *RejectionCode.choices])
    note = TypedField(
        label=_("In your words"),
        help_text=_("You may leave it empty. Only moderators read it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    text = TypedField(label=_("Why the rejection is wrong"), max_length=1500, widget=forms.Textarea(attrs={"rows": 5}))
