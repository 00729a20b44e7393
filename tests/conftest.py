"""What every test stands on: a language, a clean set of keys, and what this machine can run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from portal.log.guards import guard, unguard
from portal.messages.sms import Memory
from tests.people import cast, elsewhere

__all__ = ["cast", "elsewhere"]  # fixtures

# Playwright keeps an event loop running in the test's thread; the ORM is still called from one thread only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
LEFT_OUT = {
    "browser": (
        not CHROMIUM,
        "no Chromium was found; install Debian's chromium, or name one in CHROMIUM=/path/to/it",
    ),
    "postgres": (
        "postgresql" not in settings.DATABASES["default"]["ENGINE"],
        "the database is SQLite; set DATABASE_URL=postgres://user@host/name",
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark, (is_absent, why) in LEFT_OUT.items():
            if is_absent and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=why))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says plainly what was left out, and fails where REQUIRE names it (as in continuous integration)."""
    required = os.environ.get("REQUIRE", "").split(",")
    for mark, (is_absent, why) in LEFT_OUT.items():
        if is_absent:
            terminalreporter.write_line(f"LEFT OUT: the {mark} tests, because {why}.")
            if mark in required:
                pytest.exit(f"REQUIRE names {mark}, but its tests were left out.", returncode=3)
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    layer = settings.CHANNEL_LAYERS["default"]["BACKEND"].rpartition(".")[2]
    terminalreporter.write_line(f"Ran on {engine}, {layer}, Chromium: {CHROMIUM or 'none'}.")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are asserted in the source language; tests of a language activate their own."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    yield
    for store in caches.all():
        store.clear()
    Memory.sent.clear()


GUARDED = (
    *("budgeting_sealedballot", "budgeting_sealedreceipt"),
    *("log_entry", "log_link", "log_seal"),
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test with real transactions its tables are emptied, also those that only grow."""
    marker = item.get_closest_marker("django_db")
    needs = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    is_transactional = needs or (marker and marker.kwargs.get("transaction"))
    if not is_transactional:
        return (yield)
    with item.config.stash[blocking_manager_key].unblock():
        for table in GUARDED:
            unguard(connection, table)
    result = yield
    if nextitem:
        with item.config.stash[blocking_manager_key].unblock():
            for table in GUARDED:
                guard(connection, table)
    return result


@pytest.fixture
def unguarded(transactional_db: None) -> None:
    """Lets this test empty the tables that only grow."""
    for table in GUARDED:
        unguard(connection, table)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def pabulib() -> Path:
    """The folder of real elections."""
    return Path(__file__).parent / "data" / "pabulib"
