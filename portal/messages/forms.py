"""How often a person wants to hear from us."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User


class RhythmForm(forms.ModelForm):
    """The one question of the page at which messages are stopped."""

    class Meta:
        model = User
        fields = ["rhythm"]
        labels = {"rhythm": _("How often we write to you")}  # Django's own has a capital, which breaks Georgian
        widgets = {"rhythm": forms.RadioSelect}
