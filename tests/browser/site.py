"""A whole site for the browser: its own process, its own database and files, filled with the demo."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from django.conf import settings
from django.core.signing import Signer

ROOT = Path(__file__).resolve().parents[2]
MANAGE = (sys.executable, str(ROOT / "manage.py"))
LANGUAGES = ("ka", "hy", "az")


@dataclass(frozen=True)
class Site:
    """A running site: `origin`, the folder its mails land in, the guide that the demo printed, and its settings."""

    origin: str
    mails: Path
    guide: str
    environment: dict[str, str]

    def run(self, code: str) -> str:
        """Runs the code beside the server, with its settings and its database; returns what it prints."""
        shell = [*MANAGE, "shell", "--no-imports", "--verbosity", "0", "--command", code]
        return subprocess.run(shell, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def code_for(self, address: str) -> str:
        """The sign-in code last mailed to this address."""
        texts = [file.read_text() for file in sorted(self.mails.glob("*"), key=lambda file: file.stat().st_mtime)]
        codes = [code for text in texts if address in text for code in re.findall(r"\b\d{6}\b", text)]
        return codes[-1]

    def stop_token(self, user: int) -> str:
        """What the stop link in a mail to this user holds, signed with the site's own key."""
        key = (self.mails.parent / "secret_key").read_text()
        return Signer(key=key, salt="portal.messages.stop").sign(user)

    def cards(self, municipality: str) -> list[str]:
        part = self.guide.split(f"Voting cards for {municipality}")[1]
        return re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", part)[:5]


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Migrates, fills the demo and serves, on whichever database the suite runs on."""
    port = _free_port()
    with _database(folder) as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "EMAIL_URL": f"filemail:///{folder / 'mails'}",
            "PAGE_CACHE_SECONDS": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        subprocess.run([*MANAGE, "migrate", "-v0"], env=environment, check=True)
        guide = subprocess.run([*MANAGE, "demo"], env=environment, check=True, capture_output=True, text=True).stdout
        server = subprocess.Popen(
            [*MANAGE, "runserver", "--noreload", f"127.0.0.1:{port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            yield Site(f"http://127.0.0.1:{port}", folder / "mails", guide, environment)
        finally:
            server.terminate()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    facts = settings.DATABASES["default"]
    if "postgresql" not in facts["ENGINE"]:
        yield f"sqlite:///{folder / 'khma.sqlite3'}"
        return
    name = f"khma_browser_{os.getpid()}"
    server = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT'] or 5432}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        with suppress(URLError, ConnectionError):
            urlopen(address, timeout=5).close()  # noqa: S310  (the address of our own server)
            return
        time.sleep(0.2)
    raise RuntimeError(f"Nothing answers at {address}.")
