"""Voters on loopback, as light as possible: raw sockets kept open, pages read as far as a voter must.

`python -m scripts.voter` is the process that measures: it reads a `Load` as JSON from its input and writes a `Tally` to
its output.
"""

import gzip
import html
import json
import re
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from queue import Empty, SimpleQueue
from secrets import randbelow
from threading import Lock, Thread
from urllib.parse import urlencode

JOURNEY = ("GET choose", "POST choose", "GET check", "GET identify", "POST identify", "GET receipt")
CAST, BARE = "POST identify", "POST bare"
MOST_CHOICES = 3
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<input\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_IDENTIFY = re.compile(r'href="([^"]*/identify/[^"]*)"')
_RECEIPT = re.compile(r'class="receipt-code"[^>]*>\s*([0-9A-Z-]+)')


class Unexpected(Exception):
    """The site has answered otherwise than a voter may expect."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form as the page has it: where it goes, and its hidden fields; `options` are the values of the field asked for."""

    path: str
    hidden: dict[str, str]
    options: list[str]


@dataclass
class Browser:
    """One voter's browser: cookies, one connection, and an address behind the proxy."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    connection: socket.socket | None = None

    def send(self, method: str, path: str, fields: dict[str, object] | None = None) -> Answer:
        """The answer; redirects are not followed. OSError where the server is gone."""
        body = urlencode(fields, doseq=True).encode() if fields else b""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept-Encoding: gzip",
            f"X-Forwarded-For: {self.address}",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            return self._read()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None

    def _read(self) -> Answer:
        taken = b""
        while b"\r\n\r\n" not in taken:
            taken += self._more()
        head, _gap, body = taken.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _colon, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self._keep(value)
            headers[name.lower()] = value
        if "content-length" not in headers:
            raise ConnectionAbortedError(f"an answer without a length: {first}")
        while len(body) < int(headers["content-length"]):
            body += self._more()
        if headers.get("connection", "").lower() == "close":
            self.close()
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(int(first.split()[1]), headers.get("location", ""), body.decode())

    def _more(self) -> bytes:
        part = self.connection.recv(65536) if self.connection else b""
        if not part:
            raise ConnectionResetError("the answer ends in the middle")
        return part

    def _keep(self, header: str) -> None:
        name, _sign, rest = header.partition("=")
        value, _semicolon, facts = rest.partition(";")
        if "max-age=0" in facts.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def read_form(page: str, path: str, name: str) -> Form:
    """The page's form that asks for `name`. `path` is the page's own, where a form without an address goes."""
    for tag, inside in _FORM.findall(page):
        inputs = [dict(_ATTRIBUTE.findall(one)) for one in _INPUT.findall(inside)]
        options = [one.get("value", "") for one in inputs if one.get("name") == name]
        if options:
            hidden = {one["name"]: html.unescape(one["value"]) for one in inputs if one.get("type") == "hidden"}
            return Form(html.unescape(dict(_ATTRIBUTE.findall(tag)).get("action", "")) or path, hidden, options)
    raise Unexpected(f"no form asks for {name} at {path}")


@dataclass
class Voter:
    """One person with one card, who follows what the pages say. `times` gets the seconds of each request."""

    browser: Browser
    path: str
    times: list[tuple[str, float]] = field(default_factory=list)

    def choose(self, choices: list[str] | None = None) -> Form:
        """From the ballot to the form that asks who is voting; chooses the first projects where none are named."""
        page = self.ask("GET choose", self.path, 200)
        form = read_form(page.text, self.path, "choice")
        chosen = {"choice": choices or form.options[:MOST_CHOICES]}
        sent = self.ask("POST choose", form.path, 302, {**form.hidden, **chosen})
        page = self.ask("GET check", sent.location, 200)
        found = _IDENTIFY.search(page.text)
        if not found:
            raise Unexpected("no way on from the check")
        path = html.unescape(found[1])
        return read_form(self.ask("GET identify", path, 200).text, path, "code")

    def cast(self, form: Form, card: str) -> str:
        """Where the receipt is."""
        return self.ask(CAST, form.path, 302, {**form.hidden, "code": card}).location

    def receipt(self, path: str) -> str:
        found = _RECEIPT.search(self.ask("GET receipt", path, 200).text)
        if not found:
            raise Unexpected("no receipt on its page")
        return found[1].replace("-", "")

    def ask(self, name: str, path: str, expected: int, fields: dict[str, object] | None = None) -> Answer:
        start = time.perf_counter()
        answer = self.browser.send(name.split()[0], path, fields)
        self.times.append((name, time.perf_counter() - start))
        if answer.status != expected:
            raise Unexpected(f"{name}: {answer.status}")
        return answer


@dataclass(frozen=True, slots=True)
class Load:
    """What a process of voters is to do: `kind` is "journey", "cast" or "bare", `seconds` how long it begins new ones."""

    kind: str
    port: int
    path: str
    cards: list[str]
    voters: int
    seconds: float


@dataclass
class Tally:
    """What came of it. `times` are seconds by request, `cpu` the seconds of processor this process used meanwhile."""

    done: int = 0
    elapsed: float = 0.0
    cpu: float = 0.0
    receipts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)

    def count(self, times: list[tuple[str, float]], receipt: str, error: str) -> None:
        self.done += not error
        self.errors += [error] if error else []
        self.receipts += [receipt] if receipt else []
        for name, seconds in times:
            self.times.setdefault(name, []).append(seconds)


Act = Callable[[Voter, str], str]  # votes with a card and returns the receipt, if it gets one


def run(load: Load) -> Tally:
    """Has the voters vote, each one after another, until the time is over; what was begun is finished."""
    act = ACTS[load.kind](load)
    tally, lock, cards = Tally(), Lock(), SimpleQueue[str]()
    for card in load.cards:
        cards.put(card)
    start, cpu = time.perf_counter(), time.process_time()

    def voter_after_voter() -> None:
        while time.perf_counter() < start + load.seconds and not cards.empty():
            voter = Voter(Browser(load.port, _address()), load.path)
            receipt = error = ""
            try:
                receipt = act(voter, cards.get_nowait())
            except (Unexpected, OSError, Empty) as problem:
                error = f"{type(problem).__name__}: {problem}"
            finally:
                voter.browser.close()
            with lock:
                tally.count(voter.times, receipt, error)

    threads = [Thread(target=voter_after_voter) for _number in range(load.voters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.elapsed, tally.cpu = time.perf_counter() - start, time.process_time() - cpu
    return tally


def _journey(load: Load) -> Act:
    """Whole ballots, all requests of them."""
    return lambda voter, card: voter.receipt(voter.cast(voter.choose(), card))


def _cast(load: Load) -> Act:
    """The casting request alone: one draft, made beforehand, is cast with card after card."""
    first = Voter(Browser(load.port, _address()), load.path)
    form = first.choose()

    def cast(voter: Voter, card: str) -> str:
        voter.browser.cookies = dict(first.browser.cookies)
        voter.cast(form, card)
        return ""

    return cast


def _bare(load: Load) -> Act:
    """What `scripts.bare_votes` serves."""

    def write(voter: Voter, card: str) -> str:
        voter.ask(BARE, "/", 302, {"method": "card", "code": card})
        return ""

    return write


ACTS: dict[str, Callable[[Load], Act]] = {"journey": _journey, "cast": _cast, "bare": _bare}


def _address() -> str:
    """One of ten million addresses: voters do not come from one."""
    return ".".join(["10", *(str(randbelow(250)) for _part in range(3))])


if __name__ == "__main__":
    json.dump(asdict(run(Load(**json.load(sys.stdin)))), sys.stdout)
