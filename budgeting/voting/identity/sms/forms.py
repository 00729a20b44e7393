"""What the SMS code asks: a number and a phone, then the code."""

import unicodedata
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import PhoneNumberType

from budgeting.voting.identity.base import FurtherForm
from budgeting.voting.identity.numbers import NumberField, read_digits
from portal.accounts.addresses import normalise_phone

CODE_DIGITS = 6
# Messages do not reach these, or cost whoever sends them more than a message: no code goes there.
NOT_MOBILE = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PAGER,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
}


class PhoneForm(forms.Form):
    submit_label = gettext_lazy("Send me a code")

    number = NumberField()
    phone = forms.CharField(
        label=gettext_lazy("Mobile phone"),
        help_text=gettext_lazy("A code comes by text message. A phone from abroad: with + and the country's code."),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Write the number of a mobile phone.")},
    )

    def clean_phone(self) -> str:
        """In E.164, one for all the ways in which it may be written."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        phone = normalise_phone("".join(sign for sign in typed if unicodedata.category(sign) != "Cf"))
        if phone is None:
            raise ValidationError(_("This phone number does not look right. Example: 555 12 34 56"))
        if phonenumbers.number_type(phonenumbers.parse(phone)) in NOT_MOBILE:
            raise ValidationError(_("Text messages do not reach this number. Write that of a mobile phone."))
        return phone


class CodeForm(FurtherForm):
    again_label = gettext_lazy("Send a new code")

    ticket = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("The code from the text message"),
        help_text=gettext_lazy("6 digits from the newest message. It is valid for ten minutes."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code = read_digits(cleaned.get("code", ""), CODE_DIGITS)
        if code is None and not self.is_again:
            self.add_error("code", _("Write the 6 digits from the text message."))
        return {**cleaned, "code": code or ""}
