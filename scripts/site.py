"""A whole site to measure: a database of its own, filled with an open vote, and web processes on loopback."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site keeps its things: `database` is an URL as in DATABASE_URL."""

    folder: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """As in production: behind a proxy, with connections kept open."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "VAR_DIR": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "media"),
            "DATABASE_URL": self.database,
            "CONN_MAX_AGE": os.environ.get("CONN_MAX_AGE", "60"),
            "BEHIND_PROXY": "true",
            "LOG_LEVEL": "ERROR",
        }

    def ask(self, *command: str) -> dict:
        """The answer of a command of `scripts.filling`, run in this site's settings."""
        line = [sys.executable, "-m", "scripts.filling", *command]
        done = subprocess.run(line, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)


@dataclass(frozen=True, slots=True)
class Server:
    """Web processes that answer at `port`; `master` is the process they belong to."""

    port: int
    master: subprocess.Popen

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    @property
    def cpu(self) -> float:
        """Seconds of processor they have used so far."""
        return cpu_of([self.master.pid, *self.workers])


def cpu_of(processes: list[int]) -> float:
    """Seconds of processor these have used so far; who has ended counts for nothing. Linux alone tells."""
    used = 0
    for pid in processes:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += int(fields[11]) + int(fields[12])
    return used / TICK


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """The URL of a new database on the server that the URL names; it is dropped afterwards."""
    import psycopg

    maintenance = urlsplit(server)._replace(path="/postgres").geturl()
    name = f"khma_votes_{os.getpid()}"
    with psycopg.connect(maintenance, autocommit=True, connect_timeout=5) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    site: Site, application: str = "portal.wsgi", *, processes: int = 2, threads: int = 1, **environment: str
) -> Iterator[Server]:
    """Web processes of this site; with one thread each they take one request after another."""
    port = free_port()
    kind = ["--worker-class", "gthread", "--threads", str(threads)] if threads > 1 else ["--worker-class", "sync"]
    line = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    line += ["--workers", str(processes), *kind, "--timeout", "60", "--preload"]
    with (site.folder / "web.log").open("ab") as log:
        master = subprocess.Popen(line, cwd=ROOT, env=site.environment | environment, stderr=log)
        try:
            wait_for(port)
            yield Server(port, master)
        finally:
            master.terminate()
            master.wait()


def wait_for(port: int, seconds: float = 90) -> None:
    """Until somebody listens there."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
