"""Signing in: one question, an e-mail address or a phone number."""

from typing import Any

from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.addresses import find_or_invite, read_address
from portal.accounts.models import User
from portal.languages.typed import TypedField


class SignInForm(forms.Form):
    """What allauth's code request asks of a form: `_user`, and "email" or "phone" in the cleaned data.

    Someone new gets an account at once; it can do nothing until the code sent to its address is typed.
    """

    address = forms.CharField(
        label=_("Email or phone number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Write your email address or phone number.")},
    )

    def clean(self) -> dict[str, str]:
        if "address" not in self.cleaned_data:
            return self.cleaned_data
        kind, value = read_address(self.cleaned_data["address"])
        if kind == "phone" and not settings.CAN_SEND_SMS:
            raise ValidationError(_("This site cannot send text messages yet. Please use an email address."))
        if not ratelimit.consume(context.request, action="request_login_code", key=value):
            raise ValidationError(_("Too many codes were asked for. Please wait a few minutes and try again."))
        self._user = find_or_invite(kind, value)
        if not self._user.is_active:
            raise ValidationError(_("This account is closed. Please ask the municipality."))
        return {**self.cleaned_data, kind: value}


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves; only a person with two addresses is asked which one we write to."""

    class Meta:
        model = User
        fields = ["display_name", "language", "channel", "rhythm"]
        field_classes = {"display_name": TypedField}
        labels = {  # each of them: Django's own label has a capital, which breaks Georgian
            "display_name": _("Name others see"),
            "language": _("Language of our messages to you"),
            "channel": _("How we write to you"),
            "rhythm": _("How often we write to you"),
        }
        help_texts = {
            "display_name": _("Initials are enough. Leave it empty to be shown as a number."),
            "rhythm": _(
                "News of your own proposals comes at once. If you choose “Never”, not even that comes: "
                "we send you nothing but the codes to sign in."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.instance.email and self.instance.phone and settings.CAN_SEND_SMS):
            del self.fields["channel"]
