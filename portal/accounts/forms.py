"""Signing in: one question, an e-mail address or a phone number."""

from allauth.core import context, ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.phones import normalise_phone


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
        kind, value = _read_address(self.cleaned_data["address"].strip())
        if not ratelimit.consume(context.request, action="request_login_code", key=value):
            raise ValidationError(_("Too many codes were asked for. Please wait a few minutes and try again."))
        self._user, _created = User.objects.get_or_create(
            **{kind: value}, defaults={"language": get_language(), "password": "!"}
        )
        if not self._user.is_active:
            raise ValidationError(_("This account is closed. Please ask the municipality."))
        return {**self.cleaned_data, kind: value}


def _read_address(address: str) -> tuple[str, str]:
    """("email", …) or ("phone", …), normalised; ValidationError with a sentence that says what to do."""
    if "@" in address:
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(
                _("This email address does not look right. Example: aygun@example.ge")
            ) from None
        return "email", address.lower()
    phone = normalise_phone(address)
    if phone is None:
        raise ValidationError(_("This phone number does not look right. Example: 555 12 34 56"))
    return "phone", phone
