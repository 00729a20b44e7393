"""The addresses people are reached at, as they write them and as we keep them."""

from typing import Literal

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.models import User

HOME_REGION = "GE"


def normalise_phone(text: str) -> str | None:
    """The number in E.164 ("+995555123456"), or None if nobody could be reached by it.

    A Georgian mobile is accepted by its shape (9 digits from 5): the library lags behind new prefixes.
    """
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    national = str(number.national_number)
    is_georgian_mobile = number.country_code == 995 and len(national) == 9 and national.startswith("5")
    if is_georgian_mobile or phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


Kind = Literal["email", "phone"]


def read_address(address: str) -> tuple[Kind, str]:
    """("email", …) or ("phone", …), normalised; ValidationError with a sentence that says what to do."""
    address = address.strip()
    if "@" in address:
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("This email address does not look right. Example: aygun@example.ge")) from None
        return "email", address.lower()
    phone = normalise_phone(address)
    if phone is None:
        raise ValidationError(_("This phone number does not look right. Example: 555 12 34 56"))
    return "phone", phone


def find_or_invite(kind: Kind, address: str) -> User:
    """The person at this normalised address; someone new gets an account, empty until they sign in."""
    user, _created = User.objects.get_or_create(
        **{kind: address}, defaults={"language": get_language() or "ka", "password": "!"}
    )
    return user
