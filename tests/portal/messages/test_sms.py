"""Text messages and the gateway they go through."""

import socket
from threading import Thread

import pytest
from pytest_django import Settings

from portal.messages.sms import Memory, send_sms
from tests.portal.messages.gateway import Gateway, gateway

__all__ = ["gateway"]  # a fixture


@pytest.mark.parametrize("status", [200, 202, 204])
def test_gateway_gets_the_number_and_the_text_as_json(gateway: Gateway, status: int) -> None:
    gateway.status = status

    send_sms("+995555123456", "ხმა: կոդ — şifrə 123456")

    body = {"to": "+995555123456", "text": "ხმა: կոդ — şifrə 123456"}
    assert gateway.requests == [("POST", "/send?key=k", "application/json", body)]


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_gateway_that_refuses_is_an_error(gateway: Gateway, status: int) -> None:
    gateway.status = status

    with pytest.raises(OSError, match=str(status)):
        send_sms("+995555123456", "123456")


def test_gateway_that_points_elsewhere_is_an_error(gateway: Gateway) -> None:
    gateway.status = 302

    with pytest.raises(OSError, match="302"):
        send_sms("+995555123456", "123456")


def test_gateway_that_is_down_is_an_error(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can open it meanwhile
        settings.SMS_BACKEND = "portal.messages.sms.HttpGateway"
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        with pytest.raises(OSError, match="refused"):
            send_sms("+995555123456", "123456")


def test_console_prints_the_message(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SMS_BACKEND = "portal.messages.sms.Console"

    send_sms("+995555123456", "123456")

    assert capsys.readouterr().out == "\nSMS to +995555123456: 123456\n\n"


def test_memory_keeps_the_message() -> None:
    send_sms("+995555123456", "123456")

    assert Memory.sent == [("+995555123456", "123456")]


def test_gateway_gets_the_token(gateway: Gateway, settings: Settings) -> None:
    settings.SMS_GATEWAY_TOKEN = "secret"

    send_sms("+995555123456", "123456")

    assert gateway.tokens == ["Bearer secret"]


def test_gateway_that_speaks_no_http_is_an_error(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.SMS_BACKEND = "portal.messages.sms.HttpGateway"
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.getsockname()[1]}/"
        Thread(target=_babble, args=[server], daemon=True).start()

        with pytest.raises(OSError, match="does not speak HTTP"):
            send_sms("+995555123456", "123456")


def _babble(server: socket.socket) -> None:
    connection, _address = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"hello\r\n")


def test_public_site_without_a_gateway_prints_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.CAN_SEND_SMS, settings.SMS_BACKEND = False, "portal.messages.sms.Console"

    with pytest.raises(OSError, match="no SMS gateway"):
        send_sms("+995555123456", "123456")

    assert capsys.readouterr().out == ""
