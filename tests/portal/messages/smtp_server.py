"""A mail server for tests: takes what is sent to it over a real socket, and refuses when told to."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class MailServer(ThreadingTCPServer):
    """Keeps the mails it took, parsed, with the addresses they were for; `refusal` is what it says instead of taking.

    With `dies_after_taking` it takes the mail and hangs up without saying so.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.refusal = ""
        self.dies_after_taking = False
        self.sessions = 0

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Session(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.sessions += 1
        self._say("220 test")
        to: list[str] = []
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT" and self.server.refusal:
                self._say(self.server.refusal)
            elif verb == b"DATA":
                self._say("354 go on")
                self._take(to)
                if self.server.dies_after_taking:
                    return
                to = []
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                if verb == b"RCPT":
                    to.append(line.split(b"<")[1].split(b">")[0].decode())
                self._say("250 fine")

    def _take(self, to: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.mails.append((to, email.message_from_bytes(b"".join(lines), policy=email.policy.default)))

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    server = MailServer()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
