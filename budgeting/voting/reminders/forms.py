"""What is asked of somebody who wants to be reminded."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.addresses import Kind, read_address
from portal.languages.typed import TypedField


class ReminderForm(forms.Form):
    """Its clean `contact` is ("email", …) or ("phone", …), normalised."""

    contact = TypedField(
        label=_("Email or phone number"),
        help_text=_("It is stored encrypted, used for these two messages alone, and deleted when the vote is closed."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write your email address or phone number.")},
    )

    def clean_contact(self) -> tuple[Kind, str]:
        kind, value = read_address(self.cleaned_data["contact"])
        if kind == "phone" and not settings.CAN_SEND_SMS:
            raise ValidationError(_("This site cannot send text messages yet. Please use an email address."))
        return kind, value
