"""What is known of whoever sends a request."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address the request came from, past the proxy where there is one. For limits; never store or log it."""
    return str(get_adapter().get_client_ip(request))
