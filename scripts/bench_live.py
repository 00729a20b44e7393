"""How soon 5,000 open pages hear of a change, when one process holds all their sockets.

`python -m scripts.bench_live [READERS]` prints it, beside what the bare messages cost in the same run. With REDIS_URL the
pages have processes of their own, as in production, and the news crosses through Redis; without it one process does
everything. It takes about a minute.
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import random, sample
from urllib.request import urlopen

from scripts.site import ROOT, Site, free_port, serving, wait_for

READERS = 5_000
AT_ONCE = 25  # handshakes under way at a time: daphne refuses one that takes five seconds
SAMPLE = 200  # readers who fetch the fragment, as their pages do
SPREAD_SECONDS = 1.5  # as in live.js
ROUNDS = 5
LAST_GOAL, MEMORY_GOAL = 2.0, 30.0  # seconds; kB of a reader
PATIENCE = 30
MOST_TRIES = 5
ENOUGH_FILES = 1_000  # besides one for each reader


class Reader:
    """An open page: its socket, and when it was last told."""

    def __init__(self) -> None:
        self.told_at = 0.0
        self._told = asyncio.Event()

    async def open(self, port: int, path: str) -> None:
        """Shakes hands, and from then on listens. OSError if the server refuses."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        self._writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        head = await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), PATIENCE)
        if b" 101 " not in head.partition(b"\r\n")[0]:
            raise ConnectionError(head.partition(b"\r\n")[0].decode())
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            first, length = await self._reader.readexactly(2)
            payload = await self._reader.readexactly(length)
            if first == 0x89:  # daphne drops who does not answer its ping
                self._writer.write(b"\x8a" + bytes([0x80 | length]) + bytes(4) + payload)
            if first == 0x81 and payload == b"changed":
                self.told_at = time.monotonic()
                self._told.set()

    def forget(self) -> None:
        self._told.clear()

    async def heard(self) -> None:
        """Returns once it has been told. TimeoutError after a while."""
        await asyncio.wait_for(self._told.wait(), PATIENCE)

    async def close(self) -> None:
        self._listening.cancel()
        self._writer.close()


def main() -> None:
    readers = _as_many_as_files_allow(int(sys.argv[1]) if len(sys.argv) > 1 else READERS)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), f"sqlite:///{folder}/khma.sqlite3")
        filled = site.ask("fill", "1")
        with _sockets(site) as (process, port):
            if os.environ.get("REDIS_URL"):
                with serving(site, "scripts.telling:wsgi", processes=2, threads=4) as web:
                    asyncio.run(_measure(readers, filled["cycle"], process, port, web.port))
            else:
                asyncio.run(_measure(readers, filled["cycle"], process, port, port))


def _as_many_as_files_allow(wanted: int) -> int:
    """Raises this process's limit of open files, which its children inherit, and says how many readers fit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + ENOUGH_FILES
    most = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, _soft), hard))
    if most < needed:
        print(f"  only {most} open files are allowed here: {most - ENOUGH_FILES} readers", flush=True)
    return min(wanted, most - ENOUGH_FILES)


@contextmanager
def _sockets(site: Site) -> Iterator[tuple[int, int]]:
    """The one process that holds the sockets: its id and its port."""
    port = free_port()
    line = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "scripts.telling:asgi"]
    with (site.folder / "sockets.log").open("ab") as log:
        process = subprocess.Popen(line, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
        try:
            wait_for(port)
            yield process.pid, port
        finally:
            process.terminate()
            process.wait()


async def _measure(count: int, cycle: int, process: int, port: int, pages: int) -> None:
    tell = f"http://127.0.0.1:{pages}/tell/{cycle}"
    part = f"http://127.0.0.1:{pages}/az/cycles/{cycle}/turnout/"
    await asyncio.to_thread(_get, tell)
    await asyncio.to_thread(_get, part)
    first = Reader()
    await first.open(port, f"/ws/cycles/{cycle}/")  # what is loaded once is not counted as a reader's
    memory, begin = _memory_of(process), time.monotonic()
    readers = [Reader() for _number in range(count)]
    refused = await _open_all(readers, port, f"/ws/cycles/{cycle}/")
    opened_in = time.monotonic() - begin
    kilobytes = (_memory_of(process) - memory) / count
    layer = "Redis, pages in processes of their own" if pages != port else "in memory, one process for all"
    print(f"Live: {count} readers in one daphne process ({layer}); load of the machine {os.getloadavg()[0]:.1f}")
    print(f"  opened              {count / opened_in:8.0f} a second, {refused} of them at a second try")
    _say("memory of a reader", kilobytes, "kB", MEMORY_GOAL)
    lasts, shown, news = [], [], []
    for _round in range(ROUNDS):
        last, seen, told_in = await _one_round(readers, tell, part)
        lasts.append(last)
        shown += seen
        news.append(told_in)
    floor = await _floor(count)
    for reader in [first, *readers]:
        await reader.close()
    _say("last one told after", max(lasts), "s", LAST_GOAL)
    print(f"    each round        {' '.join(f'{last:.2f}' for last in lasts)} s; the vote itself {max(news):.2f}")
    print(f"    floor             {floor:8.2f} s: so many bare messages through so many open sockets")
    print(f"  seen on the page    {statistics.median(shown):8.2f} s in the middle, {max(shown):.2f} s at most:")
    print(
        f"    {len(shown)} fetched the part within {SPREAD_SECONDS} s of being told, and each had the new number",
        flush=True,
    )


async def _open_all(readers: list[Reader], port: int, path: str) -> int:
    """Opens them all; how many had to come again, as a page does whose handshake took too long."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one(reader: Reader) -> int:
        async with gate:
            for refused in range(MOST_TRIES):
                with suppress(ConnectionError):
                    await reader.open(port, path)
                    return refused
        raise RuntimeError(f"A reader was refused {MOST_TRIES} times.")

    return sum(await asyncio.gather(*(open_one(reader) for reader in readers)))


async def _one_round(readers: list[Reader], tell: str, part: str) -> tuple[float, list[float], float]:
    """Seconds from the commit's request until the last was told, until each of the sample saw it, and of the request."""
    for reader in readers:
        reader.forget()
    chosen = sample(readers, min(SAMPLE, len(readers)))
    begin = time.monotonic()
    telling = asyncio.create_task(asyncio.to_thread(_get, tell))
    looking = [asyncio.create_task(_look(reader, part, telling, begin)) for reader in chosen]
    await asyncio.gather(*(reader.heard() for reader in readers))
    last = max(reader.told_at for reader in readers) - begin
    await telling
    told_in = time.monotonic() - begin
    seen = await asyncio.gather(*looking)
    await asyncio.sleep(0.5)
    return last, list(seen), told_in


async def _look(reader: Reader, part: str, telling: "asyncio.Task[bytes]", begin: float) -> float:
    """A page: told, it fetches the fragment a moment later. RuntimeError if that still shows the old number."""
    await reader.heard()
    await asyncio.sleep(random() * SPREAD_SECONDS)  # noqa: S311  (as a page waits)
    page = await asyncio.to_thread(_get, part)
    seen = time.monotonic() - begin
    if (await telling) not in page:
        raise RuntimeError("A page that was told fetched what was there before.")
    return seen


async def _floor(count: int) -> float:
    """The same message to so many sockets that nobody stands behind: writing and reading alone, in one process."""
    loop = asyncio.get_running_loop()
    heard: list[float] = []
    writers: list[asyncio.StreamWriter] = []
    opened = asyncio.Semaphore(AT_ONCE)

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=AT_ONCE)
    port = server.sockets[0].getsockname()[1]

    async def read() -> None:
        async with opened:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        await reader.readexactly(9)
        heard.append(loop.time())
        writer.close()

    reading = [asyncio.create_task(read()) for _number in range(count // 2)]  # both ends are files of this process
    while len(writers) < len(reading):
        await asyncio.sleep(0.05)
    begin = loop.time()
    for writer in writers:
        writer.write(b"\x81\x07changed")
    await asyncio.gather(*reading)
    for writer in writers:
        writer.close()
    server.close()
    return 2 * (max(heard) - begin)


def _get(address: str) -> bytes:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  (our own server)
        return bytes(answer.read())


def _memory_of(process: int) -> float:
    """kB the process holds in memory. Linux alone tells."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _say(what: str, figure: float, unit: str, goal: float) -> None:
    print(f"  {what:<20}{figure:8.2f} {unit}   goal {goal:g}: {'reached' if figure <= goal else 'MISSED'}")


if __name__ == "__main__":
    main()
