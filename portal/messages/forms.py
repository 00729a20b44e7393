"""How often a person wants to hear from us."""

from django import forms

from portal.accounts.models import User


class RhythmForm(forms.ModelForm):
    """The one question of the page at which messages are stopped."""

    class Meta:
        model = User
        fields = ["rhythm"]
        widgets = {"rhythm": forms.RadioSelect}
