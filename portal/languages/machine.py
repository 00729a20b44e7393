"""Machine translation: what a translator must be able to do, and the service it may come from. Off by default."""

import json
from http.client import HTTPException
from typing import Protocol

from django.conf import settings

from portal.outgoing import post_json

TIMEOUT_SECONDS = 20


class MachineUnavailable(Exception):
    """The service cannot be reached, refuses, or answers what nobody can use."""


class Translator(Protocol):
    def translate(self, text: str, *, source: str, target: str) -> str:
        """The plain text in the `target` language, its lines kept. MachineUnavailable when it cannot be had."""


def machine() -> Translator | None:
    """The translator that the settings name; None while machine translation is off."""
    if not settings.MACHINE_TRANSLATION_URL:
        return None
    return LibreTranslate(settings.MACHINE_TRANSLATION_URL, settings.MACHINE_TRANSLATION_KEY)


class LibreTranslate:
    """A server that speaks LibreTranslate's API: POST /translate {"q", "source", "target", "format", "api_key"}.

    Only what the public can read already may be handed to it: never a draft, never anything about a person.
    """

    def __init__(self, url: str, key: str = "") -> None:
        self._url, self._key = url, key

    def translate(self, text: str, *, source: str, target: str) -> str:
        body = {"q": text, "source": source, "target": target, "format": "text"}
        if self._key:
            body["api_key"] = self._key
        try:
            answer = post_json(f"{self._url}/translate", body, seconds=TIMEOUT_SECONDS)
            return _read(answer)
        except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            raise MachineUnavailable(str(error)) from error


def _read(answer: bytes) -> str:
    """{"translatedText": "…"} as a text that can be stored; ValueError, KeyError or TypeError if it is not that."""
    text = json.loads(answer)["translatedText"]
    if not isinstance(text, str) or not text.strip() or "\x00" in text:
        raise ValueError("no translated text")
    text.encode()  # half a surrogate pair is valid JSON, and no text
    return text.strip()
