"""Addresses typed by editors: only such as a link may safely lead to."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

_of_the_web = URLValidator(schemes=["https", "http"])
_OWN_PATH = re.compile(r"/(?![/\\])[^\s\\<>\"]*")


def check_web_address(address: str) -> None:
    """Refuses what is not an address of the web, and one that hides its host behind a name before an @."""
    _of_the_web(address)
    if "@" in urlsplit(address).netloc:
        raise ValidationError(_("Write the address without a name before the @."))


def check_address(address: str) -> None:
    """An address of the web, or a path on this site that begins with one slash."""
    if not _OWN_PATH.fullmatch(address):
        check_web_address(address)


class WebAddressBlock(blocks.CharBlock):
    """An address that begins with https:// or http://."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 500, "validators": [check_web_address], "search_index": False, **kwargs})


class AddressBlock(blocks.CharBlock):
    """An address of the web, or a path on this site."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 500, "validators": [check_address], "search_index": False, **kwargs})
