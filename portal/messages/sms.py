"""Text messages: one function to send, and the backends it may go through (SMS_BACKEND)."""

import json
from typing import Any, ClassVar, Protocol
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.module_loading import import_string

GATEWAY_TIMEOUT_SECONDS = 10


class Backend(Protocol):
    def send(self, phone: str, text: str) -> None: ...


def send_sms(phone: str, text: str) -> None:
    """Sends the text to a number in E.164, at once. OSError when the gateway cannot be reached or refuses."""
    import_string(settings.SMS_BACKEND)().send(phone, text)


class Console:
    """Prints the message: for a machine that has no gateway."""

    def send(self, phone: str, text: str) -> None:
        print(f"\nSMS to {phone}: {text}\n", flush=True)  # noqa: T201


class Memory:
    """Keeps the messages, for tests to read."""

    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would be followed by a GET, and the message lost without an error."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


class HttpGateway:
    """POSTs {"to": …, "text": …} as JSON to SMS_GATEWAY_URL; any status but 2xx is an error."""

    def send(self, phone: str, text: str) -> None:
        body = json.dumps({"to": phone, "text": text}).encode()
        request = Request(settings.SMS_GATEWAY_URL, body, {"Content-Type": "application/json"})  # noqa: S310
        with _opener.open(request, timeout=GATEWAY_TIMEOUT_SECONDS):
            pass
