"""Phone numbers, as people write them and as we keep them."""

import phonenumbers

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
