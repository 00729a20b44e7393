"""Text messages: one function to send, and the backends it may go through (SMS_BACKEND)."""

from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from portal.outgoing import post_json

GATEWAY_TIMEOUT_SECONDS = 10


class Backend(Protocol):
    def send(self, phone: str, text: str) -> None: ...


def send_sms(phone: str, text: str) -> None:
    """Sends the text to a number in E.164, at once.

    OSError when the gateway cannot be reached or refuses, or a public site has none.
    """
    if not settings.CAN_SEND_SMS:
        raise OSError("This site has no SMS gateway.")
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


class HttpGateway:
    """POSTs {"to": …, "text": …} as JSON to SMS_GATEWAY_URL, with SMS_GATEWAY_TOKEN as a bearer token if there is one.

    Any status but 2xx is an error, and so is an answer that is no HTTP.
    """

    def send(self, phone: str, text: str) -> None:
        post_json(
            settings.SMS_GATEWAY_URL,
            {"to": phone, "text": text},
            seconds=GATEWAY_TIMEOUT_SECONDS,
            token=settings.SMS_GATEWAY_TOKEN,
        )
