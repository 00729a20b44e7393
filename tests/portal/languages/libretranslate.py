"""A LibreTranslate server of our own, that answers as a test tells it to."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from pytest_django import Settings


class LibreTranslate(ThreadingHTTPServer):
    """Keeps what it is asked. Answers with `status` and `body`, or else with the text in brackets; `hangs` never."""

    status = 200
    body: bytes | None = None
    hangs = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.released = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: LibreTranslate

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, asked))
        if self.server.hangs:
            self.server.released.wait(5)
            return
        answer = {"translatedText": f"[{asked['target']}] {asked['q']}"}
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode() if self.server.body is None else self.server.body)

    def do_GET(self) -> None:
        self.server.requests.append((self.path, {}))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def libre(settings: Settings) -> Iterator[LibreTranslate]:
    """A server that is named in the settings."""
    server = LibreTranslate()
    Thread(target=server.serve_forever, daemon=True).start()
    settings.MACHINE_TRANSLATION_URL, settings.MACHINE_TRANSLATION_KEY = server.url, ""
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
