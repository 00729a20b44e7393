"""Where the tests put a small file."""

from pathlib import Path

import pytest

from tests.budgeting.counting.pabulib.pb_files import Save


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(content: str | bytes) -> Path:
        path = tmp_path / "election.pb"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return saved
