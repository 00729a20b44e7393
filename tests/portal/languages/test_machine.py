"""The adapter for machine translation, against a server on this machine."""

import json
import socket

import pytest
from pytest_django import Settings

from portal.languages import machine as adapter
from portal.languages.machine import LibreTranslate, MachineUnavailable, machine
from tests.portal.languages import libretranslate

TEXT = "Yol qaranlıqdır.\n\nİki lampa lazımdır."


def translate(text: str = TEXT) -> str:
    translator = machine()
    assert translator is not None
    return translator.translate(text, source="az", target="hy")


def test_machine_is_off_until_a_server_is_named() -> None:
    assert machine() is None


def test_translate_asks_for_plain_text_and_keeps_its_lines(libre: libretranslate.LibreTranslate) -> None:
    assert translate() == f"[hy] {TEXT}"
    assert libre.requests == [("/translate", {"q": TEXT, "source": "az", "target": "hy", "format": "text"})]


def test_translate_sends_the_key_where_there_is_one(libre: libretranslate.LibreTranslate, settings: Settings) -> None:
    settings.MACHINE_TRANSLATION_KEY = "secret"

    translate()

    assert libre.requests[0][1]["api_key"] == "secret"


@pytest.mark.parametrize("status", [302, 307, 400, 403, 429, 500, 503])
def test_a_server_that_refuses_or_points_elsewhere_is_unavailable(
    libre: libretranslate.LibreTranslate, status: int
) -> None:
    libre.status = status

    with pytest.raises(MachineUnavailable, match=str(status)):
        translate()
    assert len(libre.requests) == 1  # nothing was followed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not JSON</html>",
        b'{"translatedText": ',
        b'{"error": "no such language"}',
        b'["text"]',
        b"null",
        json.dumps({"translatedText": None}).encode(),
        json.dumps({"translatedText": ["text"]}).encode(),
        json.dumps({"translatedText": " \n "}).encode(),
        b'{"translatedText": "a\\u0000b"}',
        b'{"translatedText": "half \\ud800"}',
        b"\xff\xfe\x00",
    ],
)
def test_an_answer_that_cannot_be_stored_is_unavailable(libre: libretranslate.LibreTranslate, body: bytes) -> None:
    libre.body = body

    with pytest.raises(MachineUnavailable):
        translate()


def test_an_answer_without_an_end_is_unavailable(libre: libretranslate.LibreTranslate) -> None:
    libre.body = json.dumps({"translatedText": "a" * 1_100_000}).encode()

    with pytest.raises(MachineUnavailable):
        translate()


def test_a_server_that_hangs_is_unavailable(
    libre: libretranslate.LibreTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    libre.hangs = True
    monkeypatch.setattr(adapter, "TIMEOUT_SECONDS", 0.2)

    with pytest.raises(MachineUnavailable):
        translate()


def test_a_server_that_is_down_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can open it meanwhile
        translator = LibreTranslate(f"http://127.0.0.1:{taken.getsockname()[1]}")

        with pytest.raises(MachineUnavailable, match="refused"):
            translator.translate(TEXT, source="az", target="hy")
