"""What is asked for an extension, and about an outage."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.voting.extending.models import ExtensionCode
from portal.languages.typed import TypedField


def _moment(label: object) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, help_text=_("Time in Tbilisi"))


class ExtensionForm(forms.Form):
    until_at = _moment(_("New end of the vote"))
    code = forms.ChoiceField(label=_("Why it is extended"), choices=[("", _("Choose")), *ExtensionCode.choices])
    reason = TypedField(
        label=_("Reason"), help_text=_("The public reads it."), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class OutageForm(forms.Form):
    from_at = _moment(_("Down from"))
    until_at = _moment(_("Down until"))
