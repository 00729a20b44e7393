"""A small .pb file to vary, and the sentence with which one is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from budgeting.counting.pabulib import PabulibError, read_election

DATA = Path(__file__).parents[3] / "data" / "pabulib"
META = {"num_projects": "3", "num_votes": "2", "budget": "1000", "vote_type": "approval", "rule": "greedy"}
PROJECTS = ("project_id;cost;name", "1;400;Well", "2;500;Bench", "3;600;Trees")
VOTES = ("voter_id;vote", "a;1,2", "b;3")

Save = Callable[[str | bytes], Path]


def pb_text(
    *,
    meta: dict[str, str] | None = None,
    projects: tuple[str, ...] = PROJECTS,
    votes: tuple[str, ...] = VOTES,
) -> str:
    """Return a small file: META in lines 1-7 (and one more for each added key), then PROJECTS and VOTES."""
    rows = [f"{key};{value}" for key, value in (META | (meta or {})).items()]
    return "\n".join(["META", "key;value", *rows, "PROJECTS", *projects, "VOTES", *votes, ""])


def refusal(path: Path) -> tuple[str, int | None]:
    with pytest.raises(PabulibError) as caught:
        read_election(path)
    return str(caught.value), caught.value.line
