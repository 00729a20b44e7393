"""Running the commands as anyone would: in an empty folder, without the portal's settings."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "pabulib"
SCRIPT = ROOT / "budgeting" / "counting" / "recount.py"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("-m", "budgeting.counting", ...)`: exit code, what was printed, what was printed as an error."""

    def running(*arguments: str | Path, **environment: str) -> tuple[int, str, str]:
        bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=tmp_path,
            env=bare | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return running
