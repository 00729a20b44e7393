"""Data files read back by readers that know nothing of the writers."""

import csv
import io
import json
from typing import Any

from django.http import HttpResponseBase
from django.test import Client


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def get(path: str, language: str = "en") -> bytes:
    """A file that must be there, and leaves nothing behind in a browser."""
    answer = Client().get(path, {"lang": language})
    assert (answer.status_code, answer.cookies.output(), "Cookie" in answer.get("Vary", "")) == (200, "", False), path
    assert "public" in answer["Cache-Control"]
    assert answer.streaming or answer.has_header("ETag")
    return body(answer)


def rows(path: str, language: str = "en") -> list[dict[str, str]]:
    text = get(path, language)
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def data(path: str, language: str = "en") -> Any:
    return json.loads(get(path, language))
